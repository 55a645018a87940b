import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameDecoder, type Frame } from './frame.js';
import { bytesOf, moduleFrame } from './testing/scripted-module.js';

const anyFrame = fc.record({
  version: fc.nat(255),
  command: fc.nat(255),
  data: fc.uint8Array({ maxLength: 60 }),
});
/** Noise in which no header starts; a lone 55 may stand anywhere but at the end. */
const noise = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) =>
    bytes.map((byte, index) => (byte === 0xaa || (byte === 0x55 && index === bytes.length - 1) ? 0 : byte)),
  );

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % Math.max(1, sizes.length)] ?? bytes.length;
    chunks.push(bytes.slice(at, at + size));
    at += size;
  }
  return chunks;
}

function decode(chunks: readonly Uint8Array[]): Frame[] {
  const decoder = new FrameDecoder();
  return chunks.flatMap((chunk) => decoder.push(chunk));
}

describe('encodeFrame', () => {
  it('writes the enter request of the page', () => {
    expect(encodeFrame(0x00)).toEqual(bytesOf('55 AA 00 00 00 00 FF'));
  });

  it('counts the length big-endian and sums everything', () => {
    expect(encodeFrame(0x07, new Uint8Array(0x123).fill(1)).subarray(0, 6)).toEqual(
      bytesOf('55 AA 00 07 01 23'),
    );
    expect(encodeFrame(0x12, Uint8Array.of(0xff, 0xff))).toEqual(bytesOf('55 AA 00 12 00 02 FF FF 11'));
  });

  it('agrees with a frame written from the page by itself', () => {
    fc.assert(
      fc.property(anyFrame, ({ version, command, data }) => {
        expect(encodeFrame(command, data, version)).toEqual(
          Uint8Array.from(moduleFrame(command, data, version)),
        );
      }),
    );
  });

  it('refuses what the length field cannot say', () => {
    expect(() => encodeFrame(0x0c, new Uint8Array(0x10000))).toThrow(RangeError);
  });
});

describe('FrameDecoder', () => {
  it('reads the enter reply of the page', () => {
    const frames = decode([bytesOf('55 AA 00 00 00 02 03 0C 10')]);
    expect(frames).toEqual([{ version: 0, command: 0, data: bytesOf('03 0C') }]);
  });

  it('round-trips frames between noise, however the stream is cut', () => {
    const part = fc.tuple(noise, anyFrame);
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 }),
        (parts, sizes) => {
          const stream = Buffer.concat(
            parts.flatMap(([before, { version, command, data }]) => [
              before,
              encodeFrame(command, data, version),
            ]),
          );
          expect(decode(cut(stream, sizes))).toEqual(parts.map(([, frame]) => ({ ...frame })));
        },
      ),
    );
  });

  it('gives the same for any bytes, however they are cut', () => {
    const likely = fc.oneof(fc.constantFrom(0x55, 0xaa, 0, 1, 2), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(likely, { maxLength: 120 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
        (bytes, sizes) => {
          const stream = Uint8Array.from(bytes);
          expect(decode(cut(stream, sizes))).toEqual(decode([stream]));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('drops a frame with a wrong byte and finds the next', () => {
    fc.assert(
      fc.property(
        anyFrame,
        anyFrame,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (broken, next, place, change) => {
          const bad = encodeFrame(broken.command, broken.data, broken.version);
          // Not the length: that only makes the decoder wait longer (see resync).
          const spots = [0, 1, 2, 3, ...Array.from({ length: bad.length - 6 }, (_, index) => index + 6)];
          const at = spots[place % spots.length] ?? 0;
          bad[at] = (bad[at] ?? 0) ^ change;
          const decoder = new FrameDecoder();
          const good = encodeFrame(next.command, next.data, next.version);
          const frames = [...decoder.push(bad), ...decoder.push(good), ...decoder.resync()];
          expect(frames.at(-1)).toEqual({ ...next });
          expect(decoder.pending).toBe(0);
        },
      ),
    );
  });

  it('finds the frame behind a header that promises more than comes, after a silence', () => {
    const decoder = new FrameDecoder();
    const real = encodeFrame(0x08, bytesOf('01 02 03'));
    expect(decoder.push(bytesOf('55 AA 00 08 03 00'))).toEqual([]);
    expect(decoder.push(real)).toEqual([]);
    expect(decoder.resync()).toEqual([{ version: 0, command: 8, data: bytesOf('01 02 03') }]);
    expect(decoder.pending).toBe(0);
    expect(decoder.stray).toBe(6);
  });

  it('does not wait for a length that no reply has', () => {
    const decoder = new FrameDecoder(16);
    const real = encodeFrame(0, bytesOf('03 0C'));
    expect(decoder.push(Buffer.concat([bytesOf('55 AA 00 00 00 11'), real]))).toHaveLength(1);
    expect(decoder.stray).toBe(6);
  });

  it('accounts for every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoder = new FrameDecoder();
        const frames = decoder.push(bytes);
        const framed = frames.reduce((sum, { data }) => sum + data.length + 7, 0);
        expect(framed + decoder.stray + decoder.pending).toBe(bytes.length);
        expect(decoder.resync().length + decoder.pending).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
