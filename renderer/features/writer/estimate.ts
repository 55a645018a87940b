import type { WriterJob } from '../../../shared/contract/writer.js';
import type { WriterStageId } from '../../../shared/domain/writer.js';
import { LOADER_SECONDS, percentOf, secondsLeftOf, type Done } from '../../components/stage-weights.js';

/** What an action has to move. Bytes. */
export interface Load {
  /** Of the range or the file. */
  readonly bytes: number;
  readonly flashBytes: number;
  readonly baudRate: number;
}

/** About how long a stage takes, in seconds. Waiting for a hand on the reset button is not counted. */
export function estimateOf(stage: WriterStageId, { bytes, flashBytes, baudRate }: Load): number {
  switch (stage) {
    case 'backup':
      return LOADER_SECONDS.read(flashBytes, baudRate) + LOADER_SECONDS.crc(flashBytes);
    case 'read':
      return LOADER_SECONDS.read(bytes, baudRate);
    case 'erase':
      return LOADER_SECONDS.erase(bytes);
    case 'program':
      return LOADER_SECONDS.write(bytes, baudRate);
    case 'verify':
    case 'compare':
      return LOADER_SECONDS.crc(bytes);
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

function countedOf({ state }: WriterJob): Done | null {
  return state.phase === 'working' && state.total > 0 ? state : null;
}

/** How far a job is over all its stages, 0..99 whole percent: only PASS is a hundred. */
export function overallPercent(job: WriterJob, load: Load): number {
  return percentOf(job.stages, countedOf(job), ({ id }) => estimateOf(id, load));
}

/** About how many seconds are left; the measured speed decides for the stage that moves bytes. */
export function secondsLeft(job: WriterJob, load: Load): number {
  return secondsLeftOf(job.stages, countedOf(job), ({ id }) => estimateOf(id, load), job.speed);
}
