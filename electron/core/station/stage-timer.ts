import type { StageId } from '../../../shared/domain/stage.js';
import type { Clock } from '../time/clock.js';

/** Measures the stages of one run, in seconds to the millisecond. A stage ends where the next one begins. */
export class StageTimer {
  readonly #clock: Clock;
  readonly #done: { id: StageId; seconds: number }[] = [];
  readonly #startedAt: number;
  readonly #waits: StageId;
  #current: { id: StageId; at: number } | null = null;

  /** @param waits the stage in which a hand is waited for. @default 'capture' */
  constructor(clock: Clock, waits: StageId = 'capture') {
    this.#clock = clock;
    this.#waits = waits;
    this.#startedAt = clock.now();
  }

  get current(): StageId | null {
    return this.#current?.id ?? null;
  }

  enter(id: StageId): void {
    if (this.#current?.id === id) return;
    this.stop();
    this.#current = { id, at: this.#clock.now() };
  }

  stop(): void {
    if (!this.#current) return;
    const seconds = round((this.#clock.now() - this.#current.at) / 1000);
    const before = this.#done.find((stage) => stage.id === this.#current?.id);
    // The loader may go back (a re-link in mid-write): one line a stage, times added up.
    if (before) before.seconds = round(before.seconds + seconds);
    else this.#done.push({ id: this.#current.id, seconds });
    this.#current = null;
  }

  /** Stages so far, in the order they were first entered. */
  stages(): { id: StageId; seconds: number }[] {
    return this.#done.map((stage) => ({ ...stage }));
  }

  /** Seconds since the board answered: waiting for the operator's hand is not the board's time. */
  boardSeconds(): number {
    const waited = this.#done.find((stage) => stage.id === this.#waits)?.seconds ?? 0;
    return round((this.#clock.now() - this.#startedAt) / 1000 - waited);
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
