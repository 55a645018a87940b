import { crc32 as zlibCrc32 } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { crc16 } from './crc16.js';
import { crc32, crc32Register } from './crc32.js';

describe('CRC-16 of flash blocks (protocol §12.1)', () => {
  it.each([
    ['123456789', Buffer.from('123456789'), 0xaee7],
    ['FF x 32', Buffer.alloc(32, 0xff), 0x000c],
    ['00 x 32', Buffer.alloc(32, 0x00), 0x8029],
  ])('%s', (_, bytes, expected) => expect(crc16(bytes)).toBe(expected));
});

describe('CRC-32 on the wire (protocol §6, §14)', () => {
  it.each([
    ['FF x 256', Buffer.alloc(256, 0xff), 0x015757de],
    ['00 x 4096', Buffer.alloc(4096, 0x00), 0x38e3ffee],
    ['FF x 4096', Buffer.alloc(4096, 0xff), 0x0eab98f5],
  ])('%s', (_, bytes, expected) => expect(crc32Register(bytes)).toBe(expected));

  it('is the inverse of what zlib says, and may be taken in parts', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (head, tail) => {
        const whole = Buffer.concat([head, tail]);
        expect(crc32Register(tail, crc32Register(head))).toBe(crc32Register(whole));
        expect(crc32(whole)).toBe(zlibCrc32(whole));
      }),
    );
  });
});
