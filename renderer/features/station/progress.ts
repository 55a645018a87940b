import type { StageView } from '../../../shared/contract/station.js';
import type { StageId } from '../../../shared/domain/stage.js';
import { LOADER_SECONDS, percentOf, secondsLeftOf, type Done } from '../../components/stage-weights.js';

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
/** About how long a stage takes, in seconds: the weight of that stage in the whole. */
export function weightOf(stage: StageId, { bytes, baudRate }: Load): number {
  switch (stage) {
    case 'erase':
      return LOADER_SECONDS.erase(bytes);
    case 'program':
      return LOADER_SECONDS.write(bytes, baudRate);
    case 'verify':
      return LOADER_SECONDS.crc(bytes);
    default:
      return FIXED[stage];
  }
}

/** How far a board is over all its stages, 0..99 whole percent: only PASS is a hundred. */
export function overallPercent(stages: readonly StageView[], progress: Done | null, load: Load): number {
  return percentOf(stages, progress, ({ id }) => weightOf(id, load));
}

/** About how many seconds are left; the measured speed (bytes a second) decides for the stage that moves bytes. */
export function secondsLeft(
  stages: readonly StageView[],
  progress: Done | null,
  { speed, ...load }: Load & { readonly speed: number | null },
): number {
  const moving = stages.some(({ id, status }) => id === 'program' && status === 'active');
  return secondsLeftOf(stages, progress, ({ id }) => weightOf(id, load), moving ? speed : null);
}
