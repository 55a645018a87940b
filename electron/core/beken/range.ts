import { CHIPS, SECTOR, type Region } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { address } from './hex.js';

/** Absolute flash offsets; `end` is one past the last byte. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The addresses of the sectors of an aligned range. */
export function sectorsOf({ start, end }: Range): number[] {
  return Array.from({ length: (end - start) / SECTOR }, (_, index) => start + index * SECTOR);
}

/** Sectors as ranges, neighbours together, in order of address. */
export function runsOf(sectors: Iterable<number>): Range[] {
  const runs: { start: number; end: number }[] = [];
  for (const at of [...sectors].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.end === at) last.end += SECTOR;
    else runs.push({ start: at, end: at + SECTOR });
  }
  return runs;
}

/** @throws KilnError RANGE_UNALIGNED {start, length} unless both are whole sectors, FLASH_TOO_SMALL {end, flashBytes} */
export function alignedRange(facts: Pick<BoardFacts, 'flashBytes'>, start: number, length: number): Range {
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 0 && value % SECTOR === 0;
  if (!whole(start) || !whole(length) || length === 0) {
    throw new KilnError('RANGE_UNALIGNED', { start: address(start), length: `0x${length.toString(16)}` });
  }
  const end = start + length;
  if (end > facts.flashBytes) {
    throw new KilnError('FLASH_TOO_SMALL', { end: address(end), flashBytes: address(facts.flashBytes) });
  }
  return { start, end };
}

type Guarded = Pick<Region, 'name' | 'start' | 'end'>;

/** @throws KilnError FLASH_RANGE_PROTECTED where a range touches one of some regions */
export function refuse(range: Range, guarded: readonly Guarded[]): void {
  const touched = guarded.find((region) => range.start < region.end && range.end > region.start);
  if (!touched) return;
  throw new KilnError('FLASH_RANGE_PROTECTED', {
    start: address(range.start),
    end: address(range.end),
    region: touched.name,
  });
}

/**
 * Refuses what must not be changed: the bootloader of class T always, for only a SPI programmer would bring it back
 * and the loader itself lets most of it be written (protocol §0.7); calibration and MAC unless somebody says why.
 * @param override the reason for changing calibration and MAC
 * @throws KilnError FLASH_RANGE_PROTECTED {start, end, region}
 */
export function requireWritable(facts: Pick<BoardFacts, 'chip'>, range: Range, override?: string): void {
  const { regions, firstWritable } = CHIPS[facts.chip];
  refuse(range, [{ name: 'bootloader', start: 0, end: firstWritable }]);
  if (!override)
    refuse(
      range,
      regions.filter(({ name }) => name === 'rf'),
    );
}
