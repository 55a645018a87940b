import type { Clock } from '../../time/clock.js';

export type TransmitListener = (bytes: Uint8Array, baudRate: number) => void;

interface Slice {
  readonly bytes: Uint8Array;
  readonly rate: number;
  /** When its last stop bit is over. */
  readonly end: number;
}

/** Bytes leave in pieces of about this long, as a USB adapter would hand them up. */
const SLICE_MS = 10;
const SMALLEST_SLICE = 16;
const EPSILON = 1e-6;

/** The board's TX pin: pieces reach the listeners no earlier than their last bit. */
export class TransmitLine {
  readonly #clock: Clock;
  readonly #paced: boolean;
  readonly #listeners = new Set<TransmitListener>();
  readonly #slices: Slice[] = [];
  #freeAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, paced: boolean) {
    this.#clock = clock;
    this.#paced = paced;
  }

  /** When everything handed over so far has left. */
  get freeAt(): number {
    return this.#freeAt;
  }

  onTransmit(listener: TransmitListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Queues `bytes` at `rate` baud, to start at `at` or when the line is free. */
  transmit(bytes: Uint8Array, rate: number, at: number): void {
    const step = this.#paced ? 10_000 / rate : 0;
    const start = Math.max(at, this.#freeAt);
    const size = this.#paced ? Math.max(SMALLEST_SLICE, Math.floor(SLICE_MS / step)) : bytes.length;
    for (let from = 0; from < bytes.length; from += size) {
      const piece = bytes.slice(from, from + size);
      this.#slices.push({ bytes: piece, rate, end: start + (from + piece.length) * step });
    }
    this.#freeAt = start + bytes.length * step;
    this.#pump();
  }

  /** Drops what has not left yet: the chip was reset. */
  stop(): void {
    // Timers of a busy machine come late: what has left by now is on its way, whoever woke first.
    this.#pump();
    this.#slices.length = 0;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#freeAt = Number.NEGATIVE_INFINITY;
  }

  #pump(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (;;) {
      const slice = this.#slices[0];
      if (!slice) return;
      const wait = slice.end - this.#clock.now();
      if (wait > EPSILON) {
        this.#cancel = this.#clock.schedule(wait, () => this.#pump());
        return;
      }
      this.#slices.shift();
      for (const listener of this.#listeners) listener(slice.bytes, slice.rate);
    }
  }
}
