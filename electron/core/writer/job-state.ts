import type {
  Backup,
  WriterJob,
  WriterPhase,
  WriterResult,
  WriterStage,
} from '../../../shared/contract/writer.js';
import { writerStages, type WriterAction, type WriterStageId } from '../../../shared/domain/writer.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';

/** What happens to a job. `now`: clock.now(), in which seconds are counted. */
export type JobEvent =
  | { readonly type: 'stage'; readonly stage: WriterStageId; readonly now: number }
  | { readonly type: 'waiting'; readonly waiting: Extract<WriterPhase, { phase: 'waiting' }> }
  | {
      readonly type: 'progress';
      readonly done: number;
      readonly total: number;
      readonly address: number;
      readonly now: number;
    }
  | { readonly type: 'differing'; readonly count: number; readonly of: number }
  | { readonly type: 'backup'; readonly backup: Backup }
  | { readonly type: 'stopping' }
  | { readonly type: 'succeeded'; readonly result: Omit<WriterResult, 'seconds'>; readonly now: number }
  | { readonly type: 'failed'; readonly error: CodedError; readonly now: number };

/** A job with what its view does not show: when its stage began, and when its first bytes had moved. */
export interface JobState {
  readonly view: WriterJob;
  readonly stageAt: number;
  readonly bytesFrom: { readonly at: number; readonly done: number } | null;
}

export function newJob(
  action: WriterAction,
  options: { readonly smart: boolean; readonly backup: boolean },
  at: { readonly epoch: number; readonly now: number },
): JobState {
  const stages = writerStages(action, options).map((id): WriterStage => ({
    id,
    status: 'pending',
    seconds: 0,
  }));
  return {
    stageAt: at.now,
    bytesFrom: null,
    view: {
      action,
      startedAt: at.epoch,
      stages,
      address: null,
      speed: null,
      differing: null,
      backup: null,
      state: { phase: 'working', stage: 'capture', done: 0, total: 0 },
    },
  };
}

/** True while a board is in hand. */
export function isRunning(job: WriterJob | null): boolean {
  const phase = job?.state.phase;
  return phase === 'waiting' || phase === 'working' || phase === 'stopping';
}

function seconds(from: number, now: number): number {
  return Math.round(now - from) / 1000;
}

/** The job at this moment: the seconds of the stage in hand up to date. */
export function viewAt({ view, stageAt }: JobState, now: number): WriterJob {
  if (!isRunning(view)) return view;
  const stages = view.stages.map((stage) =>
    stage.status === 'active' ? { ...stage, seconds: seconds(stageAt, now) } : stage,
  );
  return { ...view, stages };
}

/** Marks what came before as done, the stage itself as active. Going back (a slower rate, a lost link) is allowed. */
function enter(state: JobState, id: WriterStageId, now: number): JobState {
  const stages = viewAt(state, now).stages;
  const at = stages.findIndex((stage) => stage.id === id);
  if (at === -1) return state;
  const marked = stages.map((stage, index): WriterStage => {
    if (index === at) return { ...stage, status: 'active' };
    if (index > at) return { ...stage, status: 'pending' };
    return { ...stage, status: stage.status === 'active' || stage.status === 'done' ? 'done' : 'skipped' };
  });
  const phase: WriterPhase =
    state.view.state.phase === 'stopping'
      ? state.view.state
      : { phase: 'working', stage: id, done: 0, total: 0 };
  return {
    stageAt: now,
    bytesFrom: null,
    view: { ...state.view, stages: marked, address: null, speed: null, state: phase },
  };
}

/** Bytes a second since the first bytes of this stage; null before enough have moved to tell. */
function measure(
  state: JobState,
  done: number,
  now: number,
): Pick<JobState, 'bytesFrom'> & { speed: number | null } {
  const bytesFrom = state.bytesFrom ?? { at: now, done };
  const passed = (now - bytesFrom.at) / 1000;
  return { bytesFrom, speed: passed > 0.2 ? Math.round((done - bytesFrom.done) / passed) : state.view.speed };
}

function progress(state: JobState, event: Extract<JobEvent, { type: 'progress' }>): JobState {
  const { view } = state;
  if (view.state.phase !== 'working') return state;
  const { done, total, address, now } = event;
  const { bytesFrom, speed } = measure(state, done, now);
  return {
    ...state,
    bytesFrom,
    view: { ...view, address, speed, state: { ...view.state, done, total } },
  };
}

function end(state: JobState, last: WriterStage['status'], now: number): WriterJob {
  const { stages } = viewAt(state, now);
  return {
    ...state.view,
    address: null,
    speed: null,
    stages: stages.map((stage) => {
      if (stage.status === 'active') return { ...stage, status: last };
      return last === 'done' && stage.status === 'pending' ? { ...stage, status: 'skipped' } : stage;
    }),
  };
}

/** Seconds since the board answered: waiting for a hand is not the board's time. */
function boardSeconds(stages: readonly WriterStage[]): number {
  const sum = stages.reduce((all, { id, seconds: own }) => (id === 'capture' ? all : all + own), 0);
  return Math.round(sum * 1000) / 1000;
}

/** The job after an event. Pure. */
export function next(state: JobState, event: JobEvent): JobState {
  const { view } = state;
  // Ended is ended; and what a job still says on its way out does not change that it is being stopped.
  if (!isRunning(view)) return state;
  switch (event.type) {
    case 'stage':
      return enter(state, event.stage, event.now);
    case 'waiting':
      return view.state.phase === 'stopping' ? state : { ...state, view: { ...view, state: event.waiting } };
    case 'progress':
      return progress(state, event);
    case 'differing':
      return { ...state, view: { ...view, differing: { count: event.count, of: event.of } } };
    case 'backup':
      return { ...state, view: { ...view, backup: event.backup } };
    case 'stopping':
      return { ...state, view: { ...view, state: { phase: 'stopping' } } };
    case 'succeeded': {
      const ended = end(state, 'done', event.now);
      const result = { ...event.result, seconds: boardSeconds(ended.stages) };
      return { ...state, view: { ...ended, state: { phase: 'succeeded', result } } };
    }
    case 'failed': {
      const ended = end(state, 'failed', event.now);
      const { error } = event;
      const phase: WriterPhase =
        error.code === 'CANCELLED'
          ? { phase: 'cancelled' }
          : { phase: 'failed', error: { ...error, data: { ...error.data } } };
      return { ...state, view: { ...ended, state: phase } };
    }
  }
}
