import type { StageView } from '../../../shared/contract/station.js';
import type { StageId } from '../../../shared/domain/stage.js';
import { BLOCK_64K, SECTOR } from '../../../shared/domain/chip.js';

/** What a run has to move: bytes of firmware at a baud rate. */
export interface Load {
  readonly bytes: number;
  readonly baudRate: number;
}

/** Typical seconds of the stages that move no data; they weigh the bar, they are never shown. */
const FIXED: Readonly<Record<Exclude<StageId, 'erase' | 'program' | 'verify'>, number>> = {
  capture: 0.4,
  identify: 0.2,
  baud: 0.2,
  preflight: 1.2,
  backup: 0.2,
  unprotect: 0.2,
  reboot: 1,
  enter: 1.5,
  fingerprint: 0.3,
  mac: 0.3,
  license: 0.8,
  prove: 1.2,
  configure: 0.5,
  tests: 1,
  finish: 0.6,
};
/** Bits on the wire per byte at 8N1. */
const BITS = 10;
const ERASE_SECONDS_PER_BLOCK = 0.2;
/** Page program and reply, beside the bytes themselves. */
const WRITE_SECONDS_PER_SECTOR = 0.015;
const CRC_BYTES_PER_SECOND = 2_000_000;

/** About how long a stage takes, in seconds: the weight of that stage in the whole. */
export function weightOf(stage: StageId, { bytes, baudRate }: Load): number {
  switch (stage) {
    case 'erase':
      return 0.1 + (bytes / BLOCK_64K) * ERASE_SECONDS_PER_BLOCK;
    case 'program':
      return 0.1 + (bytes * BITS) / baudRate + (bytes / SECTOR) * WRITE_SECONDS_PER_SECTOR;
    case 'verify':
      return 0.1 + bytes / CRC_BYTES_PER_SECOND;
    default:
      return FIXED[stage];
  }
}

/** Bytes (or whatever the stage counts) of the active stage. */
export interface Done {
  readonly done: number;
  readonly total: number;
}

function fraction(stage: StageView, weight: number, progress: Done | null): number {
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

/** How far a board is over all its stages, 0..99 whole percent: only PASS is a hundred. */
export function overallPercent(stages: readonly StageView[], progress: Done | null, load: Load): number {
  let all = 0;
  let gone = 0;
  for (const stage of stages) {
    const weight = weightOf(stage.id, load);
    all += weight;
    gone += weight * fraction(stage, weight, progress);
  }
  return all === 0 ? 0 : Math.min(99, Math.floor((gone / all) * 100));
}

/** About how many seconds are left; the measured speed (bytes a second) decides for the stage that moves bytes. */
export function secondsLeft(
  stages: readonly StageView[],
  progress: Done | null,
  load: Load & { readonly speed: number | null },
): number {
  return stages.reduce((sum, stage) => {
    const weight = weightOf(stage.id, load);
    const left = 1 - fraction(stage, weight, progress);
    const measured = stage.status === 'active' && stage.id === 'program' && progress !== null && load.speed;
    return sum + (measured ? (progress.total - progress.done) / measured : weight * left);
  }, 0);
}
