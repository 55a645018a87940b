import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ascii, hex, holds, le16, le32, u16, u32 } from './bytes.js';

const u32s = fc.integer({ min: 0, max: 0xffffffff });

describe('numbers on the wire are little-endian (protocol §2)', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(u32s, fc.nat(8), (value, offset) => {
        const bytes = Uint8Array.from([...new Uint8Array(offset), ...le32(value)]);
        expect(u32(bytes, offset)).toBe(value);
        expect(u16(bytes, offset)).toBe(value & 0xffff);
        expect(Buffer.from(bytes).readUInt32LE(offset)).toBe(value);
      }),
    );
    expect(le16(0x1005)).toEqual([0x05, 0x10]);
  });

  it('read zeros where there are no bytes', () => {
    expect(u32(Uint8Array.of(1, 2), 1)).toBe(2);
    expect(u16(new Uint8Array(0), 0)).toBe(0);
  });
});

it('a pattern stands where every byte of it does', () => {
  const bytes = Uint8Array.of(1, 0xe0, 0xfc);
  expect(holds(bytes, 0, [1, 0xe0, 0xfc])).toBe(true);
  expect(holds(bytes, 1, [0xe0, 0xfc])).toBe(true);
  expect(holds(bytes, 1, [0xe0, 0xfc, 0])).toBe(false);
  expect(holds(bytes, 0, [])).toBe(true);
});

it('text for the wire and for people', () => {
  expect([...ascii('RBL\0')]).toEqual([0x52, 0x42, 0x4c, 0]);
  expect(hex(0x11000)).toBe('0x11000');
  expect(hex(0xab)).toBe('0xAB');
});
