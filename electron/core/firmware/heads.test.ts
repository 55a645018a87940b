import { describe, expect, it } from 'vitest';
import { bootloaderClass, headAt } from './heads.js';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('heads', () => {
  it.each([
    ['69 0C B5 96 35 FF 2A 99', 'bootloader', 'N'],
    ['43 09 B5 96 35 FF 2A 99', 'bootloader', 'T'],
    ['78 14 B5 96 35 FF 2A 99', 'bootloader', 'T'],
    ['12 34 B5 96 35 FF 2A 99', 'bootloader', null],
    ['2F 07 B5 94 35 FF 2A 9B', 'app', null],
    ['39 07 B5 94 35 FF 2A 9B', 'app', null],
    ['69 0C 00 EA 14 F0 9F E5', 'plain', null],
    ['69 0C B5 96 35 FF 2A 9A', null, null],
    ['69 0C B5 96 35', null, null],
    ['', null, null],
  ])('%s is %s, class %s', (hex, head, protocolClass) => {
    expect(headAt(bytes(hex), 0)).toBe(head);
    expect(bootloaderClass(bytes(hex))).toBe(protocolClass);
  });

  it('looks where it is told', () => {
    expect(headAt(bytes('FF FF 2F 07 B5 94 35 FF 2A 9B'), 2)).toBe('app');
  });
});
