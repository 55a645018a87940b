import type { BoardFacts } from './api.js';
import type { Board, StepShape } from './task.js';

/** Links lost for good in one run before it counts as failed. */
const RECOVERIES = 5;
/** From this one on a slower rate is taken: the lost links are probably its doing (protocol §1, §16). */
const SLOWER_FROM = 2;

/** A task that was interrupted: the board it belongs to, the step to go on with, and where it was. */
export interface Interrupted {
  readonly facts: BoardFacts;
  readonly step: number;
  readonly during: StepShape['stage'];
}

interface Linking {
  readonly steps: readonly StepShape[];
  /** Still worth trying, fastest first. */
  readonly rates: readonly number[];
  /** At which the board was lost. */
  readonly failed: readonly number[];
  readonly interrupted: Interrupted | null;
  /** Links lost so far. */
  readonly lost: number;
}

/** Where a run is (protocol §13.1). The first four are the same for every operation; `task` is what it is about. */
export type LoaderState =
  | ({ readonly at: 'capture' | 'identify' } & Linking)
  | ({ readonly at: 'baud'; readonly facts: BoardFacts } & Linking)
  /** Nothing was heard at the working rate any more: looking for the loader before anybody must reset the board. */
  | ({ readonly at: 'relink'; readonly board: Board } & Linking)
  | ({ readonly at: 'task'; readonly board: Board; readonly step: number } & Linking)
  | { readonly at: 'succeeded'; readonly board: Board }
  | { readonly at: 'failed'; readonly error: Error; readonly during: Place }
  | { readonly at: 'cancelled'; readonly during: Place };

export type Place = 'capture' | 'identify' | 'baud' | 'relink' | StepShape['stage'];
export type TerminalState = Extract<LoaderState, { at: 'succeeded' | 'failed' | 'cancelled' }>;
export type WorkingState = Exclude<LoaderState, TerminalState>;

/** What a state's work came to. */
export type LoaderOutcome =
  | { readonly type: 'captured' }
  | { readonly type: 'identified'; readonly facts: BoardFacts }
  | { readonly type: 'baud-settled'; readonly baudRate: number }
  /** The board sits at a rate at which it cannot be heard: it must be reset and captured again, for a slower one. */
  | { readonly type: 'baud-lost'; readonly failed: number }
  | { readonly type: 'step-done' }
  /** Link checks are not answered any more. */
  | { readonly type: 'link-lost'; readonly error: Error }
  /** They are again: at the working rate, or at 115200, where the rate must be set once more. */
  | { readonly type: 'link-found'; readonly at: 'working-rate' | 'contact-rate' }
  | { readonly type: 'link-gone' }
  | { readonly type: 'failed'; readonly error: Error }
  | { readonly type: 'cancelled' };

export function isTerminal(state: LoaderState): state is TerminalState {
  return state.at === 'succeeded' || state.at === 'failed' || state.at === 'cancelled';
}

export function initialState(rates: readonly number[], steps: readonly StepShape[]): WorkingState {
  return { at: 'capture', steps, rates, failed: [], interrupted: null, lost: 0 };
}

/** Where a state is, in the words of its stages. */
export function placeOf(state: WorkingState): Place {
  return state.at === 'task' ? (state.steps[state.step]?.stage ?? 'reboot') : state.at;
}

function linking({ steps, rates, failed, interrupted, lost }: Linking): Linking {
  return { steps, rates, failed, interrupted, lost };
}

function startTask(state: Linking, board: Board): LoaderState {
  const step = state.interrupted?.step ?? 0;
  return { ...linking(state), at: 'task', board, step };
}

function lose(state: Extract<WorkingState, { at: 'task' }>, error: Error): LoaderState {
  const shape = state.steps[state.step];
  const lost = state.lost + 1;
  if (!shape || shape.again === null || lost > RECOVERIES) {
    return { at: 'failed', error, during: placeOf(state) };
  }
  const { board } = state;
  const slower = lost >= SLOWER_FROM ? state.rates.filter((rate) => rate < board.baudRate) : [];
  const rates = slower.length > 0 ? slower : state.rates.filter((rate) => rate <= board.baudRate);
  const interrupted = { facts: board.facts, step: shape.again, during: shape.stage };
  return { ...linking(state), at: 'relink', board, rates, interrupted, lost };
}

/** The state that follows, or undefined where `outcome` is none of this state's. */
function follow(state: WorkingState, outcome: LoaderOutcome): LoaderState | undefined {
  const { type } = outcome;
  switch (state.at) {
    case 'capture':
      return type === 'captured' ? { ...state, at: 'identify' } : undefined;
    case 'identify':
      return type === 'identified' ? { ...state, at: 'baud', facts: outcome.facts } : undefined;
    case 'baud': {
      if (type === 'baud-settled')
        return startTask(state, { facts: state.facts, baudRate: outcome.baudRate });
      if (type !== 'baud-lost') return undefined;
      const rates = state.rates.filter((rate) => rate < outcome.failed);
      return { ...linking(state), at: 'capture', rates, failed: [...state.failed, outcome.failed] };
    }
    case 'relink':
      if (type === 'link-gone') return { ...linking(state), at: 'capture' };
      if (type !== 'link-found') return undefined;
      if (outcome.at === 'working-rate') return startTask(state, state.board);
      return { ...linking(state), at: 'baud', facts: state.board.facts };
    case 'task':
      if (type === 'link-lost') return lose(state, outcome.error);
      if (type !== 'step-done') return undefined;
      if (state.step + 1 >= state.steps.length) return { at: 'succeeded', board: state.board };
      return { ...state, step: state.step + 1 };
  }
}

/**
 * The next state. A terminal state stays; a failure and a stop end every other one.
 * @throws Error on an outcome that the state cannot have (a programming error)
 */
export function next(state: LoaderState, outcome: LoaderOutcome): LoaderState {
  if (isTerminal(state)) return state;
  const during = placeOf(state);
  if (outcome.type === 'failed') return { at: 'failed', error: outcome.error, during };
  if (outcome.type === 'cancelled') return { at: 'cancelled', during };
  const following = follow(state, outcome);
  if (!following) throw new Error(`${outcome.type} in ${state.at}`);
  return following;
}
