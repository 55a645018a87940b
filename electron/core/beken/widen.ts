import { SECTOR } from '../../../shared/domain/chip.js';
import { sectorsOf, type Range } from './range.js';

/** Typical figures in ms (protocol §8): erasing by size, and programming the 16 pages of a sector. */
const ERASE_MS: Readonly<Record<number, number>> = { 0x1000: 45, 0x8000: 150, 0x10000: 200 };
const PROGRAM_MS = 8;
/** A write frame and its reply (protocol §8). */
const FRAME_BITS = (4108 + 15) * 10;

/** How `widen` weighs. */
export interface WritePace {
  readonly baudRate: number;
  /** Erase sizes of the chip besides 4 KiB, the largest first. */
  readonly blocks: readonly number[];
}

/**
 * Adds the rest of a block wherever erasing it at once and writing all of it is quicker than going sector by
 * sector: so that little stays little, and nearly everything becomes a plain full write.
 * @param sectors addresses that must be written
 * @param range what may be written
 */
export function widen(
  sectors: readonly number[],
  range: Range,
  { baudRate, blocks }: WritePace,
): readonly number[] {
  const wanted = new Set(sectors);
  const write = (FRAME_BITS * 1000) / baudRate + PROGRAM_MS;
  for (const size of blocks) {
    for (let at = Math.ceil(range.start / size) * size; at + size <= range.end; at += size) {
      const all = sectorsOf({ start: at, end: at + size });
      const some = all.filter((sector) => wanted.has(sector)).length;
      const single = some * ((ERASE_MS[SECTOR] ?? 0) + write);
      if (some > 0 && (ERASE_MS[size] ?? Infinity) + all.length * write < single)
        all.forEach((sector) => wanted.add(sector));
    }
  }
  return [...wanted].sort((a, b) => a - b);
}
