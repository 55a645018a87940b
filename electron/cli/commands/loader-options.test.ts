import { describe, expect, it } from 'vitest';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import { typedWrite } from './detect.js';
import {
  loaderRequest,
  parseBaud,
  parseBytes,
  parseChip,
  parseHex,
  parseOverride,
  typedRange,
  type LoaderOptions,
} from './loader-options.js';

const typed: LoaderOptions = { port: 'COM5', chip: 'auto', baud: '921600', wait: '60' };

function detailOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof KilnError && thrown.code === 'USAGE') return JSON.stringify(thrown.data['detail']);
  }
  return 'no usage error';
}

describe('the options of the loader commands', () => {
  it('become a request', () => {
    expect(loaderRequest({ ...typed, chip: 'bk7238', baud: 'max', wait: '2.5', reboot: false })).toEqual({
      chip: 'BK7238',
      baudRate: 'max',
      captureMs: 2500,
      after: 'stay',
    });
    expect(loaderRequest({ ...typed, reboot: true })).toMatchObject({ baudRate: 921600, after: 'reboot' });
  });

  it('are refused with what would have been right', () => {
    expect(detailOf(() => parseBaud('3000000'))).toContain('2000000');
    expect(detailOf(() => parseChip('ESP32'))).toContain('BK7258');
    expect(detailOf(() => loaderRequest({ ...typed, wait: '0' }))).toContain('--wait');
    expect(detailOf(() => parseHex('--start', '0x'))).toContain('--start');
    expect(detailOf(() => parseHex('--length', '12k'))).toContain('0x11000');
    expect(detailOf(() => parseHex('--start', '-1000'))).toContain('--start');
    expect(detailOf(() => parseOverride(' y '))).toContain('--override');
  });

  it('hold addresses in hex, with or without 0x', () => {
    expect(typedRange({ start: '0x1EE000', length: '12000' })).toEqual({ start: 0x1ee000, length: 0x12000 });
    expect(typedRange({})).toEqual({ start: null, length: null });
  });

  it('take a status register write only with a reason', () => {
    expect(parseBytes('--write', '01, 0x00 40')).toEqual([1, 0, 0x40]);
    expect(typedWrite({ ...typed, write: '01 00 00', override: 'to clear CMP' })).toEqual({
      command: 1,
      values: [0, 0],
      override: 'to clear CMP',
    });
    expect(typedWrite(typed)).toBeUndefined();
    expect(detailOf(() => typedWrite({ ...typed, write: '01 00' }))).toContain('--override');
    expect(detailOf(() => typedWrite({ ...typed, write: '9f 00', override: 'why not' }))).toContain(
      '01, 31 or 11',
    );
    expect(detailOf(() => parseBytes('--write', '100'))).toContain('hex bytes');
  });
});
