import { SECTOR } from '../../../shared/domain/chip.js';
import { restCrc } from './crc-algebra.js';
import type { Range } from './range.js';

export interface Bisection {
  /** What the chip computes over a range. */
  readonly ask: (range: Range) => Promise<number>;
  /** What it should be. */
  readonly expected: (range: Range) => number;
}

/**
 * The sectors in which chip and expectation differ. Only the first half of a range is ever asked for: what the
 * second half must be follows from the whole (see crc-algebra), so one bad sector costs no more than one further
 * pass over the range, and a T loader, which writes its status register after every CRC, is asked little.
 * @param range whole sectors
 * @param crc what the chip computed over `range`
 */
export async function differingSectors(bisection: Bisection, range: Range, crc: number): Promise<number[]> {
  if (crc === bisection.expected(range)) return [];
  const sectors = (range.end - range.start) / SECTOR;
  if (sectors <= 1) return [range.start];
  const middle = range.start + Math.ceil(sectors / 2) * SECTOR;
  const [left, right] = [
    { start: range.start, end: middle },
    { start: middle, end: range.end },
  ];
  const leftCrc = await bisection.ask(left);
  return [
    ...(await differingSectors(bisection, left, leftCrc)),
    ...(await differingSectors(bisection, right, restCrc(crc, leftCrc, range.end - middle))),
  ];
}
