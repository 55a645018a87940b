/**
 * Time as a dependency: whatever waits takes a Clock, so that a test (and the timed simulator) can run the
 * same code in virtual time. Host and simulator share a Clock and nothing else.
 */
export interface Clock {
  /** Monotonic milliseconds; only differences mean anything. */
  now(): number;
  /** The calendar, for records. */
  wallTime(): Date;
  /** Calls `task` once, `ms` from now. Returns a function that cancels it. */
  schedule(ms: number, task: () => void): () => void;
}

/** The real clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => new Date(),
  schedule(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
