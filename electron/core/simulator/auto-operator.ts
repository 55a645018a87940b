import type { Clock } from '../time/clock.js';
import type { SimulatedBoard } from './api.js';
import { isMcuChatter } from './mcu-chatter-heard.js';

/** A board whose wire the operator can watch in both directions. */
export interface WatchableBoard extends SimulatedBoard {
  onReceive(listener: (bytes: Uint8Array, baudRate: number) => void): () => void;
}

export interface AutoOperatorOptions {
  readonly clock: Clock;
  /** How long the host may poll without an answer before the hand goes to the button, ms. @default 600 */
  readonly patienceMs?: number;
  /** How long a restarted board is left alone, ms: boot window, application, its test window, formatting. @default 4000 */
  readonly settleMs?: number;
}

/** A host that said nothing for so long is not polling any more. */
const POLLING_GAP_MS = 500;

/**
 * A person's hand beside the board, so that a run without people goes through: where the host polls and nothing
 * useful answers, it presses reset. It knows no more than what stands on the wire: an application that has missed its
 * test window and talks to an MCU instead is no answer.
 */
export class AutoOperator {
  readonly #board: WatchableBoard;
  readonly #clock: Clock;
  readonly #patience: number;
  readonly #settle: number;
  readonly #unsubscribe: readonly (() => void)[];
  #pollingSince: number | null = null;
  #lastPoll = Number.NEGATIVE_INFINITY;
  #lastStart = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(board: WatchableBoard, { clock, patienceMs = 600, settleMs = 4000 }: AutoOperatorOptions) {
    this.#board = board;
    this.#clock = clock;
    this.#patience = patienceMs;
    this.#settle = settleMs;
    this.#unsubscribe = [
      board.onReceive(() => this.#polled()),
      board.onTransmit((bytes) => this.#heard(bytes)),
      board.onEvent((event) => {
        if (event.type === 'reset' || (event.type === 'power' && event.on)) this.#lastStart = clock.now();
      }),
    ];
  }

  /** Takes the hand away. Idempotent. */
  dispose(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#rest();
  }

  #polled(): void {
    const now = this.#clock.now();
    if (this.#pollingSince === null || now - this.#lastPoll > POLLING_GAP_MS) this.#pollingSince = now;
    this.#lastPoll = now;
    if (!this.#cancel) this.#watch();
  }

  #heard(bytes: Uint8Array): void {
    if (!isMcuChatter(bytes)) this.#rest();
  }

  #rest(): void {
    this.#pollingSince = null;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #watch(): void {
    const due = Math.max((this.#pollingSince ?? 0) + this.#patience, this.#lastStart + this.#settle);
    this.#cancel = this.#clock.schedule(Math.max(0, due - this.#clock.now()), () => this.#look());
  }

  #look(): void {
    this.#cancel = undefined;
    if (this.#pollingSince === null) return;
    const now = this.#clock.now();
    // The host gave up in the meantime: its next poll starts a new patience.
    if (now - this.#lastPoll > POLLING_GAP_MS) return this.#rest();
    const due = Math.max(this.#pollingSince + this.#patience, this.#lastStart + this.#settle);
    if (due > now + 1e-6) return this.#watch();
    this.#board.pressReset();
    this.#pollingSince = now;
    this.#watch();
  }
}
