import type { Clock } from '../clock.js';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A clock that jumps to the next timer as soon as nothing else is left to do. A whole burn with real UART and
 * flash timing runs through it in the time the computation takes, and the figures are exact and repeatable.
 */
export class VirtualClock implements Clock {
  readonly #epoch: number;
  #now = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(epoch = Date.UTC(2026, 0, 1)) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): Date {
    return new Date(this.#epoch + this.#now);
  }

  schedule(ms: number, task: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order++, task };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Number of timers still waiting. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Runs `work` to its end, moving time along whenever everybody waits. */
  async run<T>(work: Promise<T>): Promise<T> {
    let open = true;
    const finished = work.finally(() => {
      open = false;
    });
    finished.catch(() => undefined);
    while (open) {
      // Two turns: one for promise chains, one for streams and anything they schedule in turn.
      await settle();
      await settle();
      if (open) this.#fireNext();
    }
    return finished;
  }

  /** Lets `ms` pass, firing what falls due in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#next();
      if (!next || next.at > end) break;
      this.#fireNext();
    }
    this.#now = end;
    await settle();
  }

  #next(): Timer | undefined {
    let best: Timer | undefined;
    for (const timer of this.#timers) {
      if (!best || timer.at < best.at || (timer.at === best.at && timer.order < best.order)) best = timer;
    }
    return best;
  }

  #fireNext(): void {
    const next = this.#next();
    if (!next) return;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.task();
  }
}
