import type { SerialPort } from 'serialport';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { ModemLines, Transport, TransportEnd } from './transport.js';

/** What of the library's stream is used; its mock has the same. */
export type SerialStream = Pick<
  SerialPort,
  'path' | 'isOpen' | 'on' | 'write' | 'drain' | 'update' | 'set' | 'flush' | 'close'
>;

type Done = (error?: Error | null) => void;

/** Runs an operation of the library for its own sake: whatever comes of it is fine. */
function attempt(operation: (done: Done) => unknown): Promise<void> {
  return new Promise((resolve) => {
    operation(() => resolve());
  });
}

/**
 * One open port of the `serialport` library as a Transport. The stream must be open. The library's own end of
 * life is not to be trusted (a pty's hang-up gives `close` never, once or twice), so the end is decided here, once.
 */
export class SerialportTransport implements Transport {
  readonly path: string;
  readonly closed: Promise<TransportEnd>;
  readonly #stream: SerialStream;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  /** Operations under way: the end of the transport rejects them, even if the driver never answers. */
  readonly #pending = new Set<(error: KilnError) => void>();
  #resolveClosed: (end: TransportEnd) => void = () => undefined;
  #end: TransportEnd | null = null;
  #closing: Promise<void> | null = null;
  #discarding = false;
  // What both lines are now: the library's set() raises every line that it is not told about.
  #lines = { dtr: false, rts: false };

  constructor(stream: SerialStream) {
    this.path = stream.path;
    this.#stream = stream;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    stream.on('data', (chunk: Uint8Array) => {
      if (this.#end || this.#discarding) return;
      for (const listener of [...this.#listeners]) listener(chunk);
    });
    stream.on('error', (error: Error) => this.#lose(error.message));
    stream.on('end', () => this.#lose('end of input'));
    stream.on('close', (error?: Error | null) => this.#lose(error?.message ?? 'closed by the driver'));
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#run((done) => this.#stream.write(Buffer.from(bytes), undefined, done));
  }

  async drain(): Promise<void> {
    await this.#run((done) => this.#stream.drain(done));
  }

  async setBaudRate(baudRate: number): Promise<void> {
    await this.drain();
    await this.#run((done) => this.#stream.update({ baudRate }, done));
  }

  async setLines(lines: ModemLines): Promise<boolean> {
    this.#lines = { ...this.#lines, ...lines };
    try {
      await this.#run((done) => this.#stream.set({ ...this.#lines, brk: false }, done));
      return true;
    } catch (error) {
      // A pty answers "Inappropriate ioctl for device" without a code: there are no lines, and nothing is wrong.
      if (this.#end) throw error;
      return false;
    }
  }

  async discardInput(): Promise<void> {
    // The library's flush drops the output as well: let that leave first.
    await this.drain();
    this.#discarding = true;
    try {
      await this.#run((done) => this.#stream.flush(done));
    } finally {
      this.#discarding = false;
    }
  }

  close(): Promise<void> {
    this.#finish({ by: 'us' });
    return this.#closing ?? Promise.resolve();
  }

  #run(operation: (done: Done) => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#end) {
        reject(this.#lostError());
        return;
      }
      this.#pending.add(reject);
      operation((error) => {
        this.#pending.delete(reject);
        if (!error) resolve();
        else reject(this.#end ? this.#lostError() : error);
      });
    });
  }

  #lostError(): KilnError {
    return new KilnError('PORT_LOST', { path: this.path });
  }

  #lose(detail: string): void {
    this.#finish({ by: 'loss', detail });
  }

  /** The first end counts; whatever comes later changes nothing. */
  #finish(end: TransportEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#listeners.clear();
    for (const reject of this.#pending) reject(this.#lostError());
    this.#pending.clear();
    this.#closing = this.#release().then(() => this.#resolveClosed(end));
  }

  /** Gives the descriptor back. Unsent output is dropped first: Linux would hold the close for it up to 30 s. */
  async #release(): Promise<void> {
    if (!this.#stream.isOpen) return;
    await attempt((done) => this.#stream.flush(done));
    if (!this.#stream.isOpen) return;
    await attempt((done) => this.#stream.close(done));
  }
}
