import { describe, expect, it } from 'vitest';

import { factoryFlash } from '../simulator/index.js';
import { Bench } from './testing/bench.js';

const START = 0x11000;
/** Mostly blank, so that a run is nearly all erases; what must be erased is told by the flash, which is all zeros there. */
const image = Uint8Array.from({ length: 0x40000 }, (_, index) =>
  (index >> 12) % 16 === 0 ? (index * 7 + (index >> 8)) & 0xff : 0xff,
);

function zeroedFlash(chip: 'BK7231T' | 'BK7231N'): Uint8Array {
  return factoryFlash({ chip }).fill(0, START, START + image.length);
}

/** The nth erase frame, whole (protocol §4, 0F). */
const isErase = (bytes: Uint8Array): boolean => bytes.length === 13 && bytes[3] === 0xff && bytes[7] === 0x0f;

/** Sectors outside the image that are not what they were. */
function damage(before: Uint8Array, after: Uint8Array): string[] {
  const changed: string[] = [];
  for (let at = 0; at < before.length; at += 0x1000) {
    if (at >= START && at < START + image.length) continue;
    if (Buffer.compare(before.subarray(at, at + 0x1000), after.subarray(at, at + 0x1000)) !== 0)
      changed.push(at.toString(16));
  }
  return changed;
}

describe.each(['BK7231T', 'BK7231N'] as const)('%s: one byte lost on the way in an erase command', (chip) => {
  const cases = [0, 14, 16].flatMap((which) => Array.from({ length: 13 }, (_, drop) => ({ which, drop })));
  it.each(cases)(
    'erase $which, byte $drop: nothing outside the range is touched, and the image stands',
    async ({ which, drop }) => {
      let seen = -1;
      const bench = new Bench({
        chip,
        timing: 'realistic',
        resetWired: true,
        statusRegister: 0,
        flash: zeroedFlash(chip),
        faults: {
          toBoard: (bytes) => {
            if (!isErase(bytes) || (seen += 1) !== which) return bytes;
            return bytes.filter((_, index) => index !== drop);
          },
        },
      });
      const before = bench.board.flashImage();
      await bench.program(image, START);
      const after = bench.board.flashImage();
      expect(damage(before, after)).toEqual([]);
      expect(Buffer.compare(after.subarray(START, START + image.length), image)).toBe(0);
    },
  );
});
