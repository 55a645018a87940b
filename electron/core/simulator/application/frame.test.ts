import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { testFrame } from '../testing/test-bench.js';
import { hexOf } from '../testing/hex.js';
import { encodeFrame, FrameReader } from './frame.js';

function reader() {
  const seen: string[] = [];
  const frames = new FrameReader((command, data) => void seen.push(`${command} ${hexOf(data)}`.trim()));
  return { frames, seen, feed: (bytes: Uint8Array) => bytes.forEach((byte) => frames.take(byte, 0)) };
}

describe('the frame of the production test (authorization §1.2)', () => {
  it('is what the page shows', () => {
    expect(hexOf(encodeFrame(0, new Uint8Array(0)))).toBe('55 AA 00 00 00 00 FF');
    expect(hexOf(encodeFrame(1, new Uint8Array(0)))).toBe('55 AA 00 01 00 00 00');
    expect(hexOf(encodeFrame(0, Uint8Array.of(3, 0x0c)))).toBe('55 AA 00 00 00 02 03 0C 10');
  });

  it('is taken in any version', () => {
    const { seen, feed } = reader();
    for (const version of [0, 1, 3]) feed(testFrame(9, '', version));
    expect(seen).toEqual(['9', '9', '9']);
  });

  it('is dropped with a bad sum, and the next one is found behind it', () => {
    const { seen, feed } = reader();
    const bad = testFrame(7, 'abc');
    bad[bad.length - 1] = (bad.at(-1) ?? 0) ^ 1;
    feed(bad);
    feed(testFrame(8));
    expect(seen).toEqual(['8']);
  });

  it('is found again inside what a truncated frame was waiting for', () => {
    const { frames, seen, feed } = reader();
    feed(testFrame(7, 'x'.repeat(20)).subarray(0, 10));
    expect(frames.unfinished).toBe(true);
    for (let count = 0; count < 4; count++) feed(testFrame(8));
    expect(seen.length).toBeGreaterThanOrEqual(2);
  });

  it('is found behind any junk once enough frames came', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (junk) => {
        const { seen, feed } = reader();
        feed(junk);
        // The longest frame that junk may announce is 4096 bytes.
        for (let count = 0; count < 600; count++) feed(testFrame(9));
        expect(seen.at(-1)).toBe('9');
      }),
      { numRuns: 30 },
    );
  });

  it('never makes the reader ask for more than the frame in hand needs', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 300 }), (command, data) => {
        const { frames, seen } = reader();
        const bytes = encodeFrame(command, data);
        bytes.forEach((byte, index) => {
          expect(frames.hunger()).toBeLessThanOrEqual(bytes.length - index);
          expect(seen).toEqual([]);
          frames.take(byte, 0);
        });
        expect(seen).toEqual([`${command} ${hexOf(data)}`.trim()]);
      }),
    );
  });
});
