import type { Clock } from '../../time/clock.js';
import type { Uart } from './uart.js';

export interface SilenceOptions {
  readonly clock: Clock;
  readonly uart: Uart;
  readonly ms: number;
  readonly onSilence: () => void;
}

/** Tells when nothing has arrived for a while: one timer a frame, however long the frame takes on the wire. */
export class SilenceTimer {
  readonly #options: SilenceOptions;
  #cancel: (() => void) | undefined;

  constructor(options: SilenceOptions) {
    this.#options = options;
  }

  /** Starts watching; does nothing while it watches already. */
  start(): void {
    if (this.#cancel) return;
    this.#arm();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(): void {
    const { clock, uart, ms, onSilence } = this.#options;
    const wait = Math.max(0, uart.receivedAt + ms - clock.now());
    const mine = clock.schedule(wait, () => {
      // A machine that was busy wakes us late: what is in by now was not silence.
      uart.catchUp();
      if (this.#cancel !== mine) return;
      this.#cancel = undefined;
      if (uart.receivedAt + ms > clock.now() + 1e-6) this.#arm();
      else onSilence();
    });
    this.#cancel = mine;
  }
}
