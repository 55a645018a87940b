/** What is known of a run that was opened and not yet closed. */
export interface OpenRun {
  /** The program that runs it; null where that is not on this machine. */
  readonly pid: number | null;
  /** When it was last heard of, in milliseconds since 1970. */
  readonly seenAt: number;
}

/** Tells whether somebody still works on a run: only one that does not live may lose its board to another. */
export interface Liveness {
  /** Noted with every run that starts here. */
  readonly pid: number | null;
  /** @param now milliseconds since 1970 */
  lives(run: OpenRun, now: number): boolean;
}

/** On one machine: as long as its program runs. */
export function byProcess(isAlive: (pid: number) => boolean, pid = process.pid): Liveness {
  return { pid, lives: (run) => run.pid !== null && isAlive(run.pid) };
}

/** Longer than any pause between two steps of a run, shorter than an operator waits to try a board again. */
const SILENCE_MS = 120_000;

/** Behind a server, whose stations are elsewhere: as long as it was heard of a short while ago. */
export function bySilence(silenceMs = SILENCE_MS): Liveness {
  return { pid: null, lives: (run, now) => now - run.seenAt < silenceMs };
}
