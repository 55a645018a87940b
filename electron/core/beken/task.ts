import type { LoaderStage } from '../../../shared/domain/stage.js';
import type { LoaderReport } from './api.js';
import type { Session } from './session.js';

/** What a board is worked on with: identified, and at its working rate. */
export type Board = LoaderReport;

/** A step as the state machine sees it. */
export interface StepShape {
  /** Told to whoever listens as it begins; `place` is the caller's own decision and is not. */
  readonly stage: LoaderStage | 'place';
  /** Where to go on, as an index of the steps, when the link was lost here and found again; null: the run ends. */
  readonly again: number | null;
}

export interface TaskStep extends StepShape {
  /** True where there is nothing to do any more. */
  readonly skip?: (board: Board) => boolean;
  readonly run: (session: Session, board: Board) => Promise<void>;
}

/**
 * What is done with a board once it is linked, identified and at its working rate: steps in order, and what came of
 * them. A task keeps its own progress, so that it goes on where a lost link stopped it. Used once.
 */
export interface Task<R> {
  readonly steps: readonly TaskStep[];
  readonly report: (board: Board) => R;
}
