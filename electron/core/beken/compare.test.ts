import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SECTOR } from '../../../shared/domain/chip.js';
import { differingSectors } from './bisect.js';
import { piecesOf } from './compare.js';
import { runsOf, sectorsOf } from './range.js';
import { wireCrc } from './wire-crc.js';
import { widen } from './widen.js';

const START = 0x11000;
const small = fc.integer({ min: 1, max: 40 });

describe('differingSectors', () => {
  it('finds exactly the sectors that differ, and asks for no range twice', async () => {
    await fc.assert(
      fc.asyncProperty(small, fc.array(fc.nat(39), { maxLength: 6 }), async (count, places) => {
        const image = Uint8Array.from(
          { length: count * SECTOR },
          (_, index) => (index * 7 + (index >> 9)) & 255,
        );
        const flash = image.slice();
        const bad = [...new Set(places.filter((sector) => sector < count))].sort((a, b) => a - b);
        for (const sector of bad) flash[sector * SECTOR + 5] = (flash[sector * SECTOR + 5] ?? 0) ^ 1;
        const range = { start: START, end: START + image.length };
        const crc = (bytes: Uint8Array, part: typeof range): number =>
          wireCrc(bytes.subarray(part.start - START, part.end - START));
        const asked: string[] = [];
        const bisection = {
          ask: (part: typeof range) => {
            asked.push(JSON.stringify(part));
            return Promise.resolve(crc(flash, part));
          },
          expected: (part: typeof range) => crc(image, part),
        };
        const found = await differingSectors(bisection, range, crc(flash, range));
        expect(found).toEqual(bad.map((sector) => START + sector * SECTOR));
        expect(new Set(asked).size).toBe(asked.length);
        expect(asked.length).toBeLessThanOrEqual(bad.length * Math.ceil(Math.log2(count)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('ranges', () => {
  it('cut at multiples, and together again', () => {
    fc.assert(
      fc.property(fc.nat(40), small, fc.constantFrom(0x8000, 0x10000), (first, count, size) => {
        const range = { start: first * SECTOR, end: (first + count) * SECTOR };
        const pieces = piecesOf(range, size);
        expect(pieces[0]?.start).toBe(range.start);
        expect(pieces.at(-1)?.end).toBe(range.end);
        pieces.forEach((piece, index) => {
          expect(piece.end - piece.start).toBeLessThanOrEqual(size);
          if (index > 0) expect([piece.start, piece.start % size]).toEqual([pieces[index - 1]?.end, 0]);
        });
        expect(runsOf(pieces.flatMap(sectorsOf))).toEqual([range]);
      }),
    );
  });
});

describe('widen', () => {
  const pace = { baudRate: 921600, blocks: [0x10000] } as const;
  const range = { start: START, end: 0x40000 };

  it('leaves a few sectors alone, and takes a block whole where nearly all of it differs', () => {
    expect(widen([0x20000, 0x21000, 0x2f000], range, pace)).toEqual([0x20000, 0x21000, 0x2f000]);
    const most = sectorsOf({ start: 0x20000, end: 0x2f000 });
    expect(widen(most, range, pace)).toEqual([...most, 0x2f000]);
  });

  it('never leaves the range, and never drops a sector', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0x11, max: 0x3f }), { maxLength: 47 }), (numbers) => {
        const sectors = numbers.map((number) => number * SECTOR);
        const wide = widen(sectors, range, { ...pace, blocks: [0x10000, 0x8000] });
        expect(wide).toEqual(expect.arrayContaining(sectors));
        expect(wide.every((at) => at >= range.start && at < range.end)).toBe(true);
        expect(new Set(wide).size).toBe(wide.length);
      }),
    );
  });
});
