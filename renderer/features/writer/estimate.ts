import type { WriterJob, WriterStage } from '../../../shared/contract/writer.js';
import { BLOCK_64K, SECTOR } from '../../../shared/domain/chip.js';
import type { WriterStageId } from '../../../shared/domain/writer.js';

/** What an action has to move. Bytes. */
export interface Load {
  /** Of the range or the file. */
  readonly bytes: number;
  readonly flashBytes: number;
  readonly baudRate: number;
}

/** Bits on the wire per byte at 8N1. */
const BITS = 10;
const ERASE_SECONDS_PER_BLOCK = 0.2;
/** Page program and reply, beside the bytes themselves. */
const WRITE_SECONDS_PER_SECTOR = 0.015;
const CRC_BYTES_PER_SECOND = 2_000_000;

function transfer(bytes: number, baudRate: number): number {
  return (bytes * BITS) / baudRate + (bytes / SECTOR) * 0.003;
}

/** About how long a stage takes, in seconds. Waiting for a hand on the reset button is not counted. */
export function estimateOf(stage: WriterStageId, { bytes, flashBytes, baudRate }: Load): number {
  switch (stage) {
    case 'backup':
      return transfer(flashBytes, baudRate) + flashBytes / CRC_BYTES_PER_SECOND;
    case 'read':
      return 0.1 + transfer(bytes, baudRate);
    case 'erase':
      return 0.1 + (bytes / BLOCK_64K) * ERASE_SECONDS_PER_BLOCK;
    case 'program':
      return 0.1 + (bytes * BITS) / baudRate + (bytes / SECTOR) * WRITE_SECONDS_PER_SECTOR;
    case 'verify':
    case 'compare':
      return 0.1 + bytes / CRC_BYTES_PER_SECOND;
    case 'capture':
      return 0.4;
    case 'reboot':
      return 0.1;
    case 'identify':
    case 'baud':
    case 'unprotect':
    case 'protect':
      return 0.2;
  }
}

function fraction(stage: WriterStage, weight: number, moved: number | null): number {
  switch (stage.status) {
    case 'done':
    case 'skipped':
      return 1;
    case 'pending':
      return 0;
    case 'active':
    case 'failed':
      // Nothing to count: go by time, and never reach the end of the stage before the stage does.
      return moved ?? Math.min(0.9, stage.seconds / weight);
  }
}

function movedOf({ state }: WriterJob): number | null {
  return state.phase === 'working' && state.total > 0 ? Math.min(1, state.done / state.total) : null;
}

/** How far a job is over all its stages, 0..99 whole percent: only PASS is a hundred. */
export function overallPercent(job: WriterJob, load: Load): number {
  let [all, gone] = [0, 0];
  for (const stage of job.stages) {
    const weight = estimateOf(stage.id, load);
    all += weight;
    gone += weight * fraction(stage, weight, movedOf(job));
  }
  return all === 0 ? 0 : Math.min(99, Math.floor((gone / all) * 100));
}

/** About how many seconds are left; the measured speed decides for the stage that moves bytes. */
export function secondsLeft(job: WriterJob, load: Load): number {
  const { state, speed } = job;
  return job.stages.reduce((sum, stage) => {
    const weight = estimateOf(stage.id, load);
    if (stage.status === 'active' && state.phase === 'working' && speed !== null && speed > 0)
      return sum + (state.total - state.done) / speed;
    return sum + weight * (1 - fraction(stage, weight, movedOf(job)));
  }, 0);
}
