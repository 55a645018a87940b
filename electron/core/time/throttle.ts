import type { Clock } from './clock.js';

/**
 * Calls `task` at once, then at most once in `intervalMs`; the last call is never lost. Keeps a stream to the 20
 * events a second that the contract promises.
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #task: () => void;
  #lastAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, intervalMs: number, task: () => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#task = task;
  }

  request(): void {
    if (this.#cancel) return;
    const wait = this.#lastAt + this.#intervalMs - this.#clock.now();
    if (wait <= 0) this.#fire();
    else this.#cancel = this.#clock.schedule(wait, () => this.#fire());
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #fire(): void {
    this.#cancel = null;
    this.#lastAt = this.#clock.now();
    this.#task();
  }
}
