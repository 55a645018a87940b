import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16 } from './crc16.js';

/** Bit by bit, the definition itself. */
function slow(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      const feedback = ((crc >> 15) & 1) ^ ((byte >> bit) & 1);
      crc = ((crc << 1) & 0xffff) ^ (feedback ? 0x8005 : 0);
    }
  }
  return crc;
}

describe('crc16', () => {
  it.each([
    ['123456789', new TextEncoder().encode('123456789'), 0xaee7],
    ['FF x 32', new Uint8Array(32).fill(0xff), 0x000c],
    ['00 x 32', new Uint8Array(32), 0x8029],
  ])('gives the known value of %s', (_name, bytes, expected) => {
    expect(crc16(bytes)).toBe(expected);
  });

  it('agrees with the definition, on any slice', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), fc.nat(80), (bytes, a, b) => {
        const [start, end] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
        expect(crc16(bytes, start, end)).toBe(slow(bytes.subarray(start, end)));
      }),
    );
  });
});
