import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allBlocksGood,
  BLOCK,
  BLOCK_PAYLOAD,
  blockIsGood,
  decodeBlocks,
  encodeBlocks,
} from './code-blocks.js';

describe('code blocks', () => {
  it('puts the CRC behind the payload, high byte first', () => {
    const image = encodeBlocks(new Uint8Array(32));
    expect([...image.subarray(32)]).toEqual([0x80, 0x29]);
  });

  it('maps logical 0x10000 to physical 0x11000', () => {
    expect(encodeBlocks(new Uint8Array(0x10000))).toHaveLength(0x11000);
  });

  it('round-trips, the last block filled up with FF', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
        const image = encodeBlocks(payload);
        const back = decodeBlocks(image, 0, image.length / BLOCK);
        expect(back.subarray(0, payload.length)).toEqual(payload);
        expect(back.subarray(payload.length).every((byte) => byte === 0xff)).toBe(true);
        expect(back.length).toBe(Math.ceil(payload.length / BLOCK_PAYLOAD) * BLOCK_PAYLOAD);
        expect(allBlocksGood(image, 0, image.length)).toBe(true);
      }),
    );
  });

  it('finds any single flipped bit', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.nat(BLOCK * 2 * 8 - 1),
        (payload, bit) => {
          const image = encodeBlocks(payload);
          const at = bit >> 3;
          image[at] = (image[at] ?? 0) ^ (1 << (bit & 7));
          expect(allBlocksGood(image, 0, image.length)).toBe(false);
          expect(blockIsGood(image, Math.floor(at / BLOCK) * BLOCK)).toBe(false);
        },
      ),
    );
  });

  it('skips what was never programmed, and not a tail that was cut off', () => {
    const one = encodeBlocks(new Uint8Array(32).fill(7));
    const padded = new Uint8Array(BLOCK * 3 + 5).fill(0xff);
    padded.set(one);
    expect(allBlocksGood(padded, 0, padded.length)).toBe(true);
    expect(blockIsGood(padded, BLOCK)).toBe(false);
    const cut = new Uint8Array(BLOCK + 5).fill(3);
    cut.set(one);
    expect(allBlocksGood(cut, 0, cut.length)).toBe(false);
  });

  it('gives what is there where the image ends early', () => {
    const image = encodeBlocks(new Uint8Array(64).fill(9));
    expect(decodeBlocks(image, BLOCK, 3)).toHaveLength(32);
    expect(decodeBlocks(image, 500, 3)).toHaveLength(0);
  });
});
