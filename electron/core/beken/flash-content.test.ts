import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CHIPS, SECTOR } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { readFlash, eraseRange } from './loader.js';
import { padToSectors } from './plan.js';
import { Bench } from './testing/bench.js';
import { factoryFlash } from '../simulator/index.js';

const RUNS = 25;
const FLASH = 0x200000;
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const chips = fc.constantFrom('BK7231T' as const, 'BK7231N' as const);
const starts = fc
  .oneof(fc.integer({ min: 0, max: 511 }), fc.constantFrom(0, 0x10, 0x11, 0x1cf, 0x1df, 0x1ee))
  .map((sector) => sector * SECTOR);
const lengths = fc.oneof(
  fc.integer({ min: 1, max: 0x30000 }),
  fc.constantFrom(1, SECTOR, SECTOR + 1, 0x10000),
);

const VARIETIES = 251;

/** Bytes with blank sectors in them, as firmware has. Made once: a run takes a piece of it. */
const NOISE = ((): Uint8Array => {
  const noise = new Uint8Array(FLASH + VARIETIES * SECTOR);
  let state = 0x7231;
  for (let at = 0; at < noise.length; at += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + at;
    noise[at] = (at >> 12) % 5 === 0 ? 0xff : state & 0xff;
  }
  return noise;
})();

function content(seed: number, length: number): Uint8Array {
  const from = (seed % VARIETIES) * SECTOR;
  return NOISE.slice(from, from + length);
}

/** The flash of a used board: bootloader and RF sector as its maker left them, the rest anything. */
function usedBoard(chip: 'BK7231T' | 'BK7231N', seed: number): Bench {
  const flash = factoryFlash({ chip });
  const rf = CHIPS[chip].regions.find(({ name }) => name === 'rf');
  const noise = content(seed, FLASH);
  flash.set(noise.subarray(0x11000, rf?.start), 0x11000);
  flash.set(noise.subarray(rf?.end), rf?.end);
  // As a host says it: a class T chip with a dead application and no answer to anything else.
  return new Bench({ chip, resetWired: true, flash });
}

function guarded(chip: 'BK7231T' | 'BK7231N', start: number, end: number): boolean {
  const { regions, firstWritable } = CHIPS[chip];
  return (
    start < firstWritable ||
    end > FLASH ||
    regions.some((region) => region.name === 'rf' && start < region.end && end > region.start)
  );
}

/** What must be true after any operation that was to leave `wanted` at `start`. */
function expectContent(bench: Bench, before: Uint8Array, start: number, wanted: Uint8Array | null): void {
  const after = bench.board.flashImage();
  const end = start + (wanted?.length ?? 0);
  if (wanted) expect(same(after.subarray(start, end), wanted)).toBe(true);
  expect(same(after.subarray(0, start), before.subarray(0, start))).toBe(true);
  expect(same(after.subarray(wanted ? end : start), before.subarray(wanted ? end : start))).toBe(true);
}

async function refusedOr<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof KilnError && ['FLASH_RANGE_PROTECTED', 'FLASH_TOO_SMALL'].includes(error.code))
      return null;
    throw error;
  }
}

describe('what is in flash afterwards', () => {
  it.each([false, true])(
    'is the image inside the range and what was there outside it; smart: %s',
    async (smart) => {
      await fc.assert(
        fc.asyncProperty(chips, starts, lengths, fc.nat(1000), async (chip, start, length, seed) => {
          const bench = usedBoard(chip, seed);
          const before = bench.board.flashImage();
          const image = content(seed + 1, length);
          const padded = padToSectors(image);
          const report = await refusedOr(bench.program(image, start, { smart }));
          expect(report === null).toBe(guarded(chip, start, start + padded.length));
          expectContent(bench, before, start, report && padded);
          bench.board.dispose();
        }),
        { numRuns: RUNS },
      );
    },
  );

  it('is the edited image after a smart run over the first one, which writes little more than the edits', async () => {
    const edits = fc.array(fc.nat(0x3ffff), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(chips, fc.nat(1000), edits, fc.boolean(), async (chip, seed, places, remember) => {
        const bench = usedBoard(chip, seed);
        const start = 0x11000;
        const image = content(seed, 0x40000);
        const flash = bench.board.flashImage();
        flash.set(image, start);
        bench.board.dispose();
        const again = new Bench({ chip, resetWired: true, flash });
        const edited = image.slice();
        for (const at of places) edited[at] = (edited[at] ?? 0) ^ 0x40;
        const touched = new Set(places.filter((at) => edited[at] !== image[at]).map((at) => at >> 12));
        const known = remember ? [{ start, sectors: [] as number[] }] : [];
        const burned = { recent: () => known, add: () => undefined };
        const report = await again.program(edited, start, { smart: true, burned });
        expect(report.written).toBe(touched.size * SECTOR);
        expectContent(again, flash, start, edited);
        again.board.dispose();
      }),
      { numRuns: RUNS },
    );
  });

  it('is blank inside an erased range, and what was there outside it', async () => {
    await fc.assert(
      fc.asyncProperty(
        chips,
        starts,
        fc.integer({ min: 1, max: 60 }),
        fc.nat(1000),
        async (chip, start, sectors, seed) => {
          const bench = usedBoard(chip, seed);
          const before = bench.board.flashImage();
          const blank = new Uint8Array(sectors * SECTOR).fill(0xff);
          const report = await refusedOr(bench.operate(eraseRange, { start, length: blank.length }));
          expect(report === null).toBe(guarded(chip, start, start + blank.length));
          expectContent(bench, before, start, report && blank);
          bench.board.dispose();
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('comes back the same when it is read, and is not changed by that', async () => {
    await fc.assert(
      fc.asyncProperty(
        chips,
        starts,
        fc.integer({ min: 1, max: 60 }),
        fc.nat(1000),
        async (chip, start, sectors, seed) => {
          const bench = usedBoard(chip, seed);
          const before = bench.board.flashImage();
          const length = Math.min(sectors * SECTOR, FLASH - start);
          const bytes = new Uint8Array(length);
          const put = (offset: number, sector: Uint8Array): Promise<void> => {
            bytes.set(sector, offset);
            return Promise.resolve();
          };
          await bench.operate(readFlash, { start, length, sink: { put } });
          expect(same(bytes, before.subarray(start, start + length))).toBe(true);
          expect(same(bench.board.flashImage(), before)).toBe(true);
          bench.board.dispose();
        },
      ),
      { numRuns: RUNS },
    );
  });
});
