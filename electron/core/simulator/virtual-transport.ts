import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { ModemLines, Transport, TransportEnd } from '../serial/transport.js';
import type { Clock } from '../time/clock.js';
import type { SimulatedBoard } from './api.js';
import { hostEar, type BoardTraits, type HostEar } from './host-ear.js';

export interface VirtualTransportOptions {
  readonly path: string;
  readonly board: SimulatedBoard & BoardTraits;
  readonly clock: Clock;
  readonly baudRate: number;
}

/** A waiting drain. */
interface Drain {
  readonly cancel: () => void;
  readonly reject: (error: KilnError) => void;
}

/** The host's end of the wire to a simulated board. */
export class VirtualTransport implements Transport {
  readonly path: string;
  readonly closed: Promise<TransportEnd>;
  readonly #board: SimulatedBoard & BoardTraits;
  readonly #clock: Clock;
  readonly #hear: HostEar;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  readonly #unsubscribe: () => void;
  readonly #drains = new Set<Drain>();
  #settle: (end: TransportEnd) => void = () => undefined;
  #arrived: Uint8Array[] = [];
  #baudRate: number;
  #sentAt = Number.NEGATIVE_INFINITY;
  #ended = false;

  constructor({ path, board, clock, baudRate }: VirtualTransportOptions) {
    this.path = path;
    this.#board = board;
    this.#clock = clock;
    this.#baudRate = baudRate;
    this.#hear = hostEar(board);
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#unsubscribe = board.onTransmit((bytes, rate) => this.#arrive(bytes, rate));
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#ended) return Promise.reject(this.#lost());
    const now = this.#clock.now();
    const pace = this.#board.timing === 'realistic' ? 10_000 / this.#baudRate : 0;
    this.#sentAt = Math.max(now, this.#sentAt) + bytes.length * pace;
    this.#board.receive(bytes, this.#baudRate);
    return Promise.resolve();
  }

  drain(): Promise<void> {
    if (this.#ended) return Promise.reject(this.#lost());
    const wait = this.#sentAt - this.#clock.now();
    if (!(wait > 0)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.schedule(wait, () => {
        this.#drains.delete(drain);
        resolve();
      });
      const drain: Drain = { cancel, reject };
      this.#drains.add(drain);
    });
  }

  async setBaudRate(baudRate: number): Promise<void> {
    await this.drain();
    this.#baudRate = baudRate;
  }

  setLines(lines: ModemLines): Promise<boolean> {
    if (this.#ended) return Promise.reject(this.#lost());
    if (!this.#board.resetWired) return Promise.resolve(false);
    this.#board.setLines(lines);
    return Promise.resolve(true);
  }

  discardInput(): Promise<void> {
    if (this.#ended) return Promise.reject(this.#lost());
    this.#arrived = [];
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end({ by: 'us' });
    return Promise.resolve();
  }

  /** The adapter is gone. */
  lose(detail: string): void {
    this.#end({ by: 'loss', detail });
  }

  #arrive(bytes: Uint8Array, boardRate: number): void {
    const heard = this.#hear(bytes, boardRate, this.#baudRate);
    if (heard.length === 0) return;
    this.#arrived.push(heard);
    // Never inside the caller's own write: no OS delivers a reply before write has returned.
    queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    const chunks = this.#arrived;
    this.#arrived = [];
    if (this.#ended) return;
    for (const chunk of chunks) for (const listener of this.#listeners) listener(chunk);
  }

  #end(end: TransportEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unsubscribe();
    for (const { cancel, reject } of this.#drains) {
      cancel();
      reject(this.#lost());
    }
    this.#drains.clear();
    this.#listeners.clear();
    this.#settle(end);
  }

  #lost(): KilnError {
    return new KilnError('PORT_LOST', { path: this.path });
  }
}
