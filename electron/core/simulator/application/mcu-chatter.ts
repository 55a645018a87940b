import type { Silicon } from '../board/silicon.js';
import { encodeFrame } from './frame.js';

const NOTHING = new Uint8Array(0);
const HEARTBEAT = encodeFrame(0x00, NOTHING);
const PRODUCT_QUERY = encodeFrame(0x01, NOTHING);
/** Until the MCU answers, and from then on (authorization §1.5). */
const UNANSWERED_MS = 1000;
const ANSWERED_MS = 15_000;

/**
 * The application past its window, as it talks to the MCU it expects: heartbeats, and product queries for what it
 * takes for a heartbeat's answer, the host's enter frames among them (authorization §0.1.10).
 */
export class McuChatter {
  readonly #silicon: Silicon;
  #queriesLeft: number;
  #answered = false;
  #cancel: (() => void) | undefined;

  constructor(silicon: Silicon, productQueries: number) {
    this.#silicon = silicon;
    this.#queriesLeft = productQueries;
  }

  start(): void {
    this.#beat();
  }

  stop(): void {
    this.#cancel?.();
  }

  frame(command: number, at: number): void {
    if (command !== 0x00) return;
    if (!this.#answered) {
      this.#answered = true;
      this.#schedule();
    }
    if (this.#queriesLeft-- > 0) this.#silicon.uart.transmit(PRODUCT_QUERY, at);
  }

  #beat(): void {
    this.#silicon.uart.transmit(HEARTBEAT, this.#silicon.clock.now());
    this.#schedule();
  }

  #schedule(): void {
    this.#cancel?.();
    const wait = this.#answered ? ANSWERED_MS : UNANSWERED_MS;
    this.#cancel = this.#silicon.clock.schedule(wait, () => this.#beat());
  }
}
