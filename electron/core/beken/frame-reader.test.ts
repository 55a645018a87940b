import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FrameReader } from './frame-reader.js';
import { longRequest, scanReply, shortRequest, type Frame } from './frames.js';
import { concat, hex } from './testing/hex.js';

const LINK_REPLY = hex('04 0E 05 01 E0 FC 01 00');

/** The target's encoder, for the tests only. */
function encodeReply(frame: Frame): Uint8Array {
  if (frame.kind === 'short') {
    return Uint8Array.of(4, 0x0e, 4 + frame.payload.length, 1, 0xe0, 0xfc, frame.code, ...frame.payload);
  }
  const length = 2 + frame.payload.length;
  const head = [4, 0x0e, 0xff, 1, 0xe0, 0xfc, 0xf4, length & 255, length >> 8, frame.op, frame.status];
  return concat(Uint8Array.from(head), frame.payload);
}

const byte = fc.integer({ min: 0, max: 255 });
const frames = fc.oneof(
  fc.record({ kind: fc.constant('short' as const), code: byte, payload: fc.uint8Array({ maxLength: 250 }) }),
  fc.record({
    kind: fc.constant('long' as const),
    op: byte,
    status: byte,
    payload: fc.uint8Array({ maxLength: 600 }),
  }),
);
/** Noise in which no reply can start. */
const noise = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => bytes.map((value) => (value === 4 ? 5 : value)));

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

describe('FrameReader', () => {
  it('finds every reply, however the bytes are cut and whatever stands between', () => {
    const pieces = fc.array(fc.tuple(noise, frames), { maxLength: 5 });
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(), { maxLength: 8 }), (sent, cuts) => {
        const bytes = concat(...sent.flatMap(([junk, frame]) => [junk, encodeReply(frame)]));
        const reader = new FrameReader();
        const found = cut(bytes, cuts).flatMap((chunk) => reader.push(chunk));
        expect(found).toEqual(sent.map(([, frame]) => frame));
        expect(reader.pending).toBe(0);
      }),
    );
  });

  it('never throws and never keeps more than one frame', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (chunks) => {
        const reader = new FrameReader();
        for (const chunk of chunks) reader.push(chunk);
        expect(reader.pending).toBeLessThan(9 + 0x1006);
      }),
    );
  });

  it('moves on by one byte at a mismatch: a false start may hide a real one', () => {
    const reader = new FrameReader();
    const found = reader.push(concat(hex('04 0E 04 0E 05 01 E0'), hex('04'), LINK_REPLY));
    expect(found).toEqual([{ kind: 'short', code: 1, payload: hex('00') }]);
  });

  it('does not wait for a length that no reply has', () => {
    const reader = new FrameReader();
    expect(reader.push(concat(hex('04 0E FF 01 E0 FC F4 07 10'), LINK_REPLY))).toHaveLength(1);
    expect(reader.push(concat(hex('04 0E FF 01 E0 FC F4 01 00'), LINK_REPLY))).toHaveLength(1);
    expect(reader.push(concat(hex('04 0E 03 01 E0 FC'), LINK_REPLY))).toHaveLength(1);
  });

  it('forgets a half reply on reset', () => {
    const reader = new FrameReader();
    reader.push(hex('04 0E FF 01 E0 FC F4 06 10 09 00'));
    expect(reader.pending).toBe(11);
    reader.reset();
    expect(reader.push(LINK_REPLY)).toHaveLength(1);
  });
});

describe('scanReply', () => {
  it('waits while what is there agrees', () => {
    for (let length = 0; length < LINK_REPLY.length; length += 1) {
      expect(scanReply(LINK_REPLY.subarray(0, length)).found).toBe('incomplete');
    }
  });
});

describe('requests', () => {
  it('count code and payload', () => {
    expect(shortRequest(0x0e, hex('A5'))).toEqual(hex('01 E0 FC 02 0E A5'));
    expect(longRequest(0x07, new Uint8Array(4100)).subarray(0, 8)).toEqual(hex('01 E0 FC FF F4 05 10 07'));
    expect(() => shortRequest(0, new Uint8Array(254))).toThrow(RangeError);
  });
});
