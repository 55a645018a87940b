import { BLOCK_32K, BLOCK_64K, SECTOR } from '../shared/domain/chip.js';
import type { Timing } from '../electron/core/simulator/timing.js';

/** What a burn is made of. */
export interface Load {
  readonly chip: 'BK7231T' | 'BK7231N';
  readonly baudRate: number;
  /** Sizes of the blocks erased. */
  readonly erases: readonly number[];
  /** Sectors written. */
  readonly sectors: number;
  /** Bytes that one CRC runs over. */
  readonly crcBytes: number;
}

const BITS = 10;
/** Request and reply of protocol §14, bytes. */
const WRITE = 4108 + 15;
const ERASE = 13 + 16;
const CRC = 13 + 11;
const PAGES = 16;

/**
 * The least time a burn can take, ms: bytes on the wire, flash work and one CRC, each at what the simulator's table
 * says. Class T programs while the data still arrive, so only a sector's last page counts there (protocol §4).
 */
export function limitMs(load: Load, timing: Timing): number {
  const { chip, baudRate, erases, sectors, crcBytes } = load;
  const wire = (sectors * WRITE + erases.length * ERASE + CRC) * BITS * (1000 / baudRate);
  const cost: Readonly<Record<number, number>> = {
    [SECTOR]: timing.erase4k,
    [BLOCK_32K]: timing.erase32k,
    [BLOCK_64K]: timing.erase64k,
  };
  const erase = erases.reduce((sum, size) => sum + (cost[size] ?? 0), 0);
  const program = sectors * timing.pageProgram * (chip === 'BK7231T' ? 1 : PAGES);
  return wire + erase + program + crcBytes / timing.crcSpeed;
}

/** The fewest erases that cover [start, end) exactly. */
export function leastErases(chip: Load['chip'], start: number, end: number): number[] {
  const sizes = chip === 'BK7231N' ? [BLOCK_64K, BLOCK_32K, SECTOR] : [BLOCK_64K, SECTOR];
  const erases: number[] = [];
  for (let at = start; at < end;) {
    const size = sizes.find((candidate) => at % candidate === 0 && at + candidate <= end) ?? SECTOR;
    erases.push(size);
    at += size;
  }
  return erases;
}
