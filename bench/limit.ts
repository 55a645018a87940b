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

/** Waits that the page asks of every host: stale replies (§9), delay of the baud rate + 1 (§3.2), three reboots (§13). */
const WAITS_MS = 100 + 21 + 2 * 20;
/** Two link checks and their replies, the question that names the chip, and the baud command, at 115200. */
const CONTACT = { BK7231T: 2 * 13 + 5 + 23 + 10, BK7231N: 2 * 13 + 9 + 15 + 12 + 15 + 10 } as const;
/** The baud command's reply and one reboot, at the new rate. */
const AFTER = 12 + 6;

/** The least that linking, identifying, changing the rate and restarting add, ms, at 921600 baud. */
export function linkMs(chip: Load['chip']): number {
  return WAITS_MS + (CONTACT[chip] * BITS * 1000) / 115200 + (AFTER * BITS * 1000) / 921600;
}
