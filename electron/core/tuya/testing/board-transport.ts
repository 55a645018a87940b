import type { ModemLines, Transport, TransportEnd } from '../../serial/transport.js';
import type { SimulatedBoard } from '../../simulator/api.js';
import type { Clock } from '../../time/clock.js';

/** Changes what goes over one direction of the wire. */
export type Wire = (bytes: Uint8Array) => Uint8Array;

/** A host's port with a simulated board on its other end. Bytes at another rate than the host's arrive as noise. */
export class BoardTransport implements Transport {
  readonly path = 'test:board';
  readonly closed: Promise<TransportEnd>;
  toBoard: Wire = (bytes) => bytes;
  toHost: Wire = (bytes) => bytes;
  readonly #board: SimulatedBoard;
  readonly #clock: Clock;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  readonly #end: (end: TransportEnd) => void;
  #baudRate: number;
  #sentUntil = 0;

  constructor(board: SimulatedBoard, clock: Clock, baudRate = 115200) {
    this.#board = board;
    this.#clock = clock;
    this.#baudRate = baudRate;
    let end: (end: TransportEnd) => void = () => undefined;
    this.closed = new Promise((resolve) => {
      end = resolve;
    });
    this.#end = end;
    board.onTransmit((bytes, rate) => {
      const same = Math.abs(rate / this.#baudRate - 1) < 0.03;
      const heard = this.toHost(same ? bytes : bytes.map((byte) => byte ^ 0xe0));
      for (const listener of [...this.#listeners]) listener(heard);
    });
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#sentUntil = Math.max(this.#sentUntil, this.#clock.now()) + (bytes.length * 10_000) / this.#baudRate;
    this.#board.receive(this.toBoard(Uint8Array.from(bytes)), this.#baudRate);
    return Promise.resolve();
  }

  drain(): Promise<void> {
    return new Promise((resolve) => void this.#clock.schedule(this.#sentUntil - this.#clock.now(), resolve));
  }

  setBaudRate(baudRate: number): Promise<void> {
    this.#baudRate = baudRate;
    return Promise.resolve();
  }

  setLines(lines: ModemLines): Promise<boolean> {
    this.#board.setLines(lines);
    return Promise.resolve(true);
  }

  discardInput(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end({ by: 'us' });
    return Promise.resolve();
  }
}
