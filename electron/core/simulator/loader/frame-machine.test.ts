import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bytesOf, hexOf } from '../testing/hex.js';
import { FrameMachine } from './frame-machine.js';

function machine() {
  const seen: string[] = [];
  const frames = new FrameMachine({
    short: (code, payload) => void seen.push(`short ${hexOf([code])} ${hexOf(payload)}`.trim()),
    long: (op, payload) => void seen.push(`long ${hexOf([op])} ${payload.length}`),
  });
  const feed = (bytes: Uint8Array): void => bytes.forEach((byte) => frames.take(byte, 0));
  return { frames, seen, feed, type: (text: string) => feed(bytesOf(text)) };
}

const LINK = '01 E0 FC 01 00';

describe("the loader's byte state machine (protocol §2.5)", () => {
  it('takes frames one after the other', () => {
    const { seen, type } = machine();
    type(`${LINK} ${LINK} 01 E0 FC 02 0E A5 01 E0 FC FF F4 03 00 0C 05 00`);
    expect(seen).toEqual(['short 00', 'short 00', 'short 0E A5', 'long 0C 2']);
  });

  it('does not look again at the byte that broke a head', () => {
    const { seen, type } = machine();
    type(`01 ${LINK}`);
    expect(seen).toEqual([]);
    type(LINK);
    expect(seen).toEqual(['short 00']);
  });

  it('starts over at length 0, at anything but F4 behind FF, and at a long length of 0', () => {
    for (const junk of ['01 E0 FC 00', '01 E0 FC FF 00', '01 E0 FC FF F4 00 00']) {
      const { seen, type } = machine();
      type(`${junk} ${LINK}`);
      expect(seen).toEqual(['short 00']);
    }
  });

  it('eats what follows a truncated long frame until its length is satisfied', () => {
    const { seen, type, feed } = machine();
    type('01 E0 FC FF F4 05 10 07 00 10 01 00');
    for (let count = 0; count < 100; count++) type(LINK);
    expect(seen).toEqual([]);
    feed(new Uint8Array(4108).fill(0xff));
    type(LINK);
    expect(seen).toEqual(['long 07 4100', 'short 00']);
  });

  it('is itself again after 4108 bytes of filler and a link check, whatever came before a 4K frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (junk) => {
        const { frames, seen, feed, type } = machine();
        feed(junk);
        // A frame longer than any command is announced by chance only; filler of its length ends it as well.
        feed(new Uint8Array(Math.max(4108, frames.hunger())).fill(0xff));
        type(LINK);
        expect(seen.at(-1)).toBe('short 00');
      }),
    );
  });

  it('never asks for more bytes than the frame in hand needs, nor acts before they came', () => {
    const frame = fc.oneof(
      fc
        .uint8Array({ minLength: 1, maxLength: 254 })
        .map((body) => Uint8Array.of(1, 0xe0, 0xfc, body.length, ...body)),
      fc
        .uint8Array({ minLength: 1, maxLength: 600 })
        .map((body) =>
          Uint8Array.of(1, 0xe0, 0xfc, 0xff, 0xf4, body.length & 0xff, body.length >> 8, ...body),
        ),
    );
    fc.assert(
      fc.property(frame, (bytes) => {
        const { frames, seen } = machine();
        bytes.forEach((byte, index) => {
          expect(frames.hunger()).toBeLessThanOrEqual(bytes.length - index);
          expect(frames.hunger()).toBeGreaterThan(0);
          expect(seen).toEqual([]);
          frames.take(byte, 0);
        });
        expect(seen.length).toBe(1);
        expect(frames.unfinished()).toBeNull();
      }),
    );
  });
});
