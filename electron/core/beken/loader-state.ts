import type { LoaderStage } from '../../../shared/domain/stage.js';
import type { BoardFacts, ProgramReport } from './api.js';
import type { WritePlan } from './plan.js';

/** A board that is known and at its working rate. */
interface Board {
  readonly facts: BoardFacts;
  readonly baudRate: number;
}
interface Job extends Board {
  readonly plan: WritePlan;
}

/** Where a run is (protocol §13.1). `rates`: still worth trying, fastest first; `failed`: at which the board was lost. */
export type LoaderState =
  | { readonly at: 'capture'; readonly rates: readonly number[]; readonly failed: readonly number[] }
  | { readonly at: 'identify'; readonly rates: readonly number[]; readonly failed: readonly number[] }
  | {
      readonly at: 'baud';
      readonly rates: readonly number[];
      readonly failed: readonly number[];
      readonly facts: BoardFacts;
    }
  | ({ readonly at: 'place' } & Board)
  | ({ readonly at: 'unprotect' | 'erase' | 'program' | 'verify' } & Job)
  | ({ readonly at: 'reboot'; readonly crc: number } & Job)
  | { readonly at: 'succeeded'; readonly report: ProgramReport }
  | { readonly at: 'failed'; readonly error: Error; readonly during: LoaderStage | 'place' }
  | { readonly at: 'cancelled'; readonly during: LoaderStage | 'place' };

export type TerminalState = Extract<LoaderState, { at: 'succeeded' | 'failed' | 'cancelled' }>;
export type WorkingState = Exclude<LoaderState, TerminalState>;

/** What a state's work came to. */
export type LoaderOutcome =
  | { readonly type: 'captured' }
  | { readonly type: 'identified'; readonly facts: BoardFacts }
  | { readonly type: 'baud-settled'; readonly baudRate: number }
  /** The board sits at a rate at which it cannot be heard: it must be reset and captured again, for a slower one. */
  | { readonly type: 'baud-lost'; readonly failed: number }
  | { readonly type: 'placed'; readonly plan: WritePlan }
  | { readonly type: 'unprotected' }
  | { readonly type: 'erased' }
  | { readonly type: 'programmed' }
  | { readonly type: 'verified'; readonly crc: number }
  | { readonly type: 'rebooted' }
  | { readonly type: 'failed'; readonly error: Error }
  | { readonly type: 'cancelled' };

export function isTerminal(state: LoaderState): state is TerminalState {
  return state.at === 'succeeded' || state.at === 'failed' || state.at === 'cancelled';
}

export function initialState(rates: readonly number[]): WorkingState {
  return { at: 'capture', rates, failed: [] };
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
      const { rates, failed, facts } = state;
      if (type === 'baud-settled') return { at: 'place', facts, baudRate: outcome.baudRate };
      if (type !== 'baud-lost') return undefined;
      const slower = rates.filter((rate) => rate < outcome.failed);
      return { at: 'capture', rates: slower, failed: [...failed, outcome.failed] };
    }
    case 'place':
      return type === 'placed' ? { ...state, at: 'unprotect', plan: outcome.plan } : undefined;
    case 'unprotect':
      return type === 'unprotected' ? { ...state, at: 'erase' } : undefined;
    case 'erase':
      return type === 'erased' ? { ...state, at: 'program' } : undefined;
    case 'program':
      return type === 'programmed' ? { ...state, at: 'verify' } : undefined;
    case 'verify':
      return type === 'verified' ? { ...state, at: 'reboot', crc: outcome.crc } : undefined;
    case 'reboot': {
      if (type !== 'rebooted') return undefined;
      const { facts, baudRate, plan, crc } = state;
      return {
        at: 'succeeded',
        report: { facts, baudRate, start: plan.start, bytes: plan.image.length, crc },
      };
    }
  }
}

/**
 * The next state. A terminal state stays; a failure and a stop end every other one.
 * @throws Error on an outcome that the state cannot have (a programming error)
 */
export function next(state: LoaderState, outcome: LoaderOutcome): LoaderState {
  if (isTerminal(state)) return state;
  if (outcome.type === 'failed') return { at: 'failed', error: outcome.error, during: state.at };
  if (outcome.type === 'cancelled') return { at: 'cancelled', during: state.at };
  const following = follow(state, outcome);
  if (!following) throw new Error(`${outcome.type} in ${state.at}`);
  return following;
}
