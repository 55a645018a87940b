import type { Clock } from '../../time/clock.js';
import { garble } from './garble.js';
import { actualRate, ratesAgree } from './rate.js';
import { TransmitLine, type TransmitListener } from './transmit-line.js';

/** The program that reads the UART at the moment. */
export interface UartReader {
  /** Fewest further bytes after which it could have anything to do; keeps a burst from costing a timer a byte. */
  hunger(): number;
  /** One byte, `at` board time (ms of the clock), which is when the processor takes it from the ring. */
  take(byte: number, at: number): void;
}

interface Burst {
  readonly bytes: Uint8Array;
  readonly rate: number;
  /** When its first start bit falls. */
  readonly start: number;
  /** Milliseconds a byte. */
  readonly step: number;
  taken: number;
}

export interface UartOptions {
  readonly clock: Clock;
  readonly paced: boolean;
  readonly strictBaud: boolean;
  readonly random: () => number;
}

/** The receive ring (protocol §1). */
const RING = 512;
/** First contact (protocol §1). */
const BOOT_RATE = 115200;
/** Two clock readings that ought to be the same instant. */
const EPSILON = 1e-6;

/**
 * The board's UART1. Bursts from the host lie on the line with their arrival times; they are handed to the reader
 * in slices that end where the reader could act, so that a 4 KiB frame costs a handful of timers and is still timed
 * to the byte.
 */
export class Uart {
  readonly #options: UartOptions;
  readonly #line: TransmitLine;
  readonly #bursts: Burst[] = [];
  readonly #consumedAt = new Float64Array(RING).fill(Number.NEGATIVE_INFINITY);
  #consumed = 0;
  #rate = actualRate(BOOT_RATE);
  #reader: UartReader | undefined;
  #lineFreeAt = Number.NEGATIVE_INFINITY;
  #readyAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #pumping = false;

  constructor(options: UartOptions) {
    this.#options = options;
    this.#line = new TransmitLine(options.clock, options.paced);
  }

  /** Baud, as the divisor really makes it. */
  get rate(): number {
    return this.#rate;
  }

  /** When the last byte that the host has sent so far is in. */
  get receivedAt(): number {
    return this.#lineFreeAt;
  }

  /** When the last byte handed to `transmit` has left. */
  get sentAt(): number {
    return this.#line.freeAt;
  }

  /** Reprograms the divisor, at once, both directions. */
  setRate(asked: number): void {
    this.#rate = actualRate(asked);
  }

  onTransmit(listener: TransmitListener): () => void {
    return this.#line.onTransmit(listener);
  }

  /** Bytes from the host's TX at the host's rate. */
  receive(bytes: Uint8Array, hostRate: number): void {
    if (bytes.length === 0 || !(hostRate > 0)) return;
    const now = this.#options.clock.now();
    const start = this.#options.paced ? Math.max(now, this.#lineFreeAt) : now;
    const step = this.#options.paced ? 10_000 / hostRate : 0;
    this.#lineFreeAt = start + bytes.length * step;
    this.#bursts.push({ bytes: bytes.slice(), rate: hostRate, start, step, taken: 0 });
    this.#pump();
  }

  /** The processor is busy until `at`: what arrives stays in the ring, and beyond 512 bytes is lost. */
  stallUntil(at: number): void {
    this.#readyAt = Math.max(this.#readyAt, at);
  }

  /** Sends `bytes` at the present rate, not before `at`. */
  transmit(bytes: Uint8Array, at: number): void {
    this.#line.transmit(bytes, this.#rate, at);
  }

  /** Another program takes over: it sees nothing of what is in already. */
  listen(reader: UartReader | undefined): void {
    this.catchUp();
    this.#reader = reader;
    this.#readyAt = Number.NEGATIVE_INFINITY;
    this.#consumedAt.fill(Number.NEGATIVE_INFINITY);
    this.#dropArrived();
    this.#pump();
  }

  /** Chip reset: first contact rate, nobody reads, nothing leaves. */
  reset(): void {
    this.listen(undefined);
    this.#line.stop();
    this.setRate(BOOT_RATE);
  }

  dispose(): void {
    this.#cancel?.();
    this.#bursts.length = 0;
    this.#line.stop();
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    this.#cancel?.();
    this.#cancel = undefined;
    const now = this.#options.clock.now();
    for (;;) {
      const burst = this.#bursts[0];
      if (!burst) break;
      const count = Math.min(
        Math.max(1, this.#reader?.hunger() ?? Infinity),
        burst.bytes.length - burst.taken,
      );
      const arrived = burst.start + (burst.taken + count) * burst.step;
      const due = this.#reader ? Math.max(arrived, this.#readyAt) : arrived;
      if (due > now + EPSILON) {
        if (Number.isFinite(due)) this.#cancel = this.#options.clock.schedule(due - now, () => this.#pump());
        break;
      }
      this.#take(burst, count);
    }
    this.#pumping = false;
  }

  #take(burst: Burst, count: number): void {
    const from = burst.taken;
    burst.taken += count;
    if (burst.taken === burst.bytes.length) this.#bursts.shift();
    const heard = this.#hear(burst, from, count);
    for (let index = 0; index < heard.length; index++) {
      const arrival = burst.start + (from + Math.min(count, index + 1)) * burst.step;
      const slot = this.#consumed % RING;
      // The ring is full as long as the byte 512 places back has not been taken out.
      if ((this.#consumedAt[slot] ?? 0) > arrival + EPSILON) continue;
      const at = Math.max(arrival, this.#readyAt);
      this.#consumedAt[slot] = at;
      this.#consumed++;
      this.#reader?.take(heard[index] ?? 0, at);
    }
  }

  #hear(burst: Burst, from: number, count: number): Uint8Array {
    const sent = burst.bytes.subarray(from, from + count);
    const { strictBaud, random } = this.#options;
    if (!strictBaud || ratesAgree(burst.rate, this.#rate)) return sent;
    return garble(sent, { sentAt: burst.rate, heardAt: this.#rate, random });
  }

  /** Hands over what has arrived and could be taken until now, however little. */
  catchUp(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const now = this.#options.clock.now();
    for (;;) {
      const burst = this.#bursts[0];
      if (!burst || Math.max(burst.start + (burst.taken + 1) * burst.step, this.#readyAt) > now + EPSILON)
        break;
      this.#take(burst, 1);
    }
    this.#pumping = false;
  }

  #dropArrived(): void {
    const now = this.#options.clock.now();
    for (;;) {
      const burst = this.#bursts[0];
      if (!burst) return;
      while (
        burst.taken < burst.bytes.length &&
        burst.start + (burst.taken + 1) * burst.step <= now + EPSILON
      ) {
        burst.taken++;
      }
      if (burst.taken < burst.bytes.length) return;
      this.#bursts.shift();
    }
  }
}
