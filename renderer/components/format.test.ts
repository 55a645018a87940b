import { describe, expect, it } from 'vitest';

import { address, clockTime, countdown, grouped, kilobytes, pairs, portName, shortHash } from './format.js';

describe('numbers for people', () => {
  it('groups, pads and pairs', () => {
    expect(grouped(921600)).toBe('921 600');
    expect(grouped(12)).toBe('12');
    expect(kilobytes(1_036_288)).toBe('1 012');
    expect(address(0xd4000)).toBe('0x000D4000');
    expect(pairs('8c410ed2')).toBe('8C 41 0E D2');
    expect(shortHash('3fa9bbbbbbc1')).toBe('3fa9…c1');
  });

  it('counts down in whole seconds and stops at zero', () => {
    expect(countdown(10_000, 9_001)).toBe(1);
    expect(countdown(10_000, 8_999)).toBe(2);
    expect(countdown(10_000, 12_000)).toBe(0);
  });

  it('shows local clock time', () => {
    expect(clockTime(new Date(2026, 10, 22, 7, 4, 9).getTime())).toBe('07:04:09');
  });

  it('names a port without its folder or scheme', () => {
    expect(portName('/dev/ttyUSB0')).toBe('ttyUSB0');
    expect(portName('COM5')).toBe('COM5');
    expect(portName('virtual:BK7231N')).toBe('BK7231N');
  });
});
