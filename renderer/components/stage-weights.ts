import { BLOCK_64K, SECTOR } from '../../shared/domain/chip.js';
import type { Staged } from './StageList.js';

/** Bits on the wire per byte at 8N1. */
const BITS = 10;
const ERASE_SECONDS_PER_BLOCK = 0.2;
/** Page program and reply, beside the bytes themselves. */
const WRITE_SECONDS_PER_SECTOR = 0.015;
const READ_SECONDS_PER_SECTOR = 0.003;
const CRC_BYTES_PER_SECOND = 2_000_000;
/** What any command costs, in seconds. */
const COMMAND = 0.1;

/** About how many seconds the loader takes over a number of bytes. */
export const LOADER_SECONDS = {
  erase: (bytes: number): number => COMMAND + (bytes / BLOCK_64K) * ERASE_SECONDS_PER_BLOCK,
  write: (bytes: number, baudRate: number): number =>
    COMMAND + (bytes * BITS) / baudRate + (bytes / SECTOR) * WRITE_SECONDS_PER_SECTOR,
  read: (bytes: number, baudRate: number): number =>
    COMMAND + (bytes * BITS) / baudRate + (bytes / SECTOR) * READ_SECONDS_PER_SECTOR,
  crc: (bytes: number): number => COMMAND + bytes / CRC_BYTES_PER_SECOND,
};

/** Bytes (or whatever the stage counts) of the active stage. */
export interface Done {
  readonly done: number;
  readonly total: number;
}

interface Timed extends Staged {
  readonly seconds: number;
}

function fraction(stage: Timed, weight: number, progress: Done | null): number {
  switch (stage.status) {
    case 'done':
    case 'skipped':
      return 1;
    case 'pending':
      return 0;
    case 'active':
    case 'failed':
      if (progress !== null && progress.total > 0)
        return Math.min(1, Math.max(0, progress.done / progress.total));
      // Nothing to count: go by time, and never reach the end of the stage before the stage does.
      return Math.min(0.9, stage.seconds / weight);
  }
}

/**
 * How far work is over all its stages, 0..99 whole percent: only PASS is a hundred.
 * @param weightOf - about how many seconds a stage takes
 */
export function percentOf<S extends Timed>(
  stages: readonly S[],
  progress: Done | null,
  weightOf: (stage: S) => number,
): number {
  let [all, gone] = [0, 0];
  for (const stage of stages) {
    const weight = weightOf(stage);
    all += weight;
    gone += weight * fraction(stage, weight, progress);
  }
  return all === 0 ? 0 : Math.min(99, Math.floor((gone / all) * 100));
}

/**
 * About how many seconds are left.
 * @param speed - what was measured of the active stage, units of its count a second; null where nothing was
 */
export function secondsLeftOf<S extends Timed>(
  stages: readonly S[],
  progress: Done | null,
  weightOf: (stage: S) => number,
  speed: number | null,
): number {
  return stages.reduce((sum, stage) => {
    if (stage.status === 'active' && progress !== null && speed !== null && speed > 0)
      return sum + (progress.total - progress.done) / speed;
    const weight = weightOf(stage);
    return sum + weight * (1 - fraction(stage, weight, progress));
  }, 0);
}
