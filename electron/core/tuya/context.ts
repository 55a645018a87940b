import type { Clock } from '../time/clock.js';

/** What everything that waits on a board is given. */
export interface TestContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For the log: a key of words.log and what it interpolates. */
  readonly onNote?: (note: {
    readonly level: 'info' | 'warning';
    readonly key: string;
    readonly data: Readonly<Record<string, string | number>>;
  }) => void;
}
