import type { ModemLines, Transport, TransportEnd } from '../../serial/transport.js';
import type { Clock } from '../../time/clock.js';

/** What the host sent, cut by hand and not by the codec under test: header 6, sum 1. */
export interface Request {
  readonly command: number;
  readonly data: Uint8Array;
  /** How often this command came, from 1. */
  readonly count: number;
}

export type Script = (request: Request, module: ScriptedModule) => void;

/** A frame as a module sends it, written from the page by itself. */
export function moduleFrame(command: number, data: Uint8Array | string, version = 0): Uint8Array {
  const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data);
  const head = Buffer.from([0x55, 0xaa, version, command, bytes.length >> 8, bytes.length & 0xff]);
  const body = Buffer.concat([head, bytes]);
  return Buffer.concat([body, Buffer.from([body.reduce((sum, byte) => sum + byte, 0) % 256])]);
}

/** JSON as modules send it: with a NUL that is counted (authorization §1.2). */
export function json(value: unknown): string {
  return `${JSON.stringify(value)}\0`;
}

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** A port with a script behind it. Bytes leave at 9600 baud; every complete request runs the script. */
export class ScriptedModule implements Transport {
  readonly path = 'test:module';
  readonly closed: Promise<TransportEnd>;
  readonly bauds: number[] = [];
  readonly requests: Request[] = [];
  /** Raw bytes of every write. */
  readonly written: Uint8Array[] = [];
  readonly #clock: Clock;
  readonly #script: Script;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  readonly #counts = new Map<number, number>();
  #sentUntil = 0;
  #end: (end: TransportEnd) => void = () => undefined;

  constructor(clock: Clock, script: Script) {
    this.#clock = clock;
    this.#script = script;
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Listeners now subscribed. */
  get listeners(): number {
    return this.#listeners.size;
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    const frame = Uint8Array.from(bytes);
    this.written.push(frame);
    this.#sentUntil = Math.max(this.#sentUntil, this.#clock.now()) + (frame.length * 10_000) / 9600;
    const command = frame[3] ?? 0;
    const count = (this.#counts.get(command) ?? 0) + 1;
    this.#counts.set(command, count);
    const request = { command, data: frame.slice(6, -1), count };
    this.requests.push(request);
    this.#clock.schedule(this.#sentUntil - this.#clock.now(), () => this.#script(request, this));
    return Promise.resolve();
  }

  drain(): Promise<void> {
    return new Promise(
      (resolve) => void this.#clock.schedule(Math.max(0, this.#sentUntil - this.#clock.now()), resolve),
    );
  }

  setBaudRate(baudRate: number): Promise<void> {
    this.bauds.push(baudRate);
    return Promise.resolve();
  }

  setLines(_lines: ModemLines): Promise<boolean> {
    return Promise.resolve(false);
  }

  discardInput(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end({ by: 'us' });
    return Promise.resolve();
  }

  /** The adapter is pulled. */
  lose(): void {
    this.#end({ by: 'loss', detail: 'unplugged' });
  }

  /** The module sends, `ms` from now. */
  send(bytes: Uint8Array, ms = 1): void {
    this.#clock.schedule(ms, () => {
      for (const listener of [...this.#listeners]) listener(bytes);
    });
  }

  /** The module answers with a frame. */
  reply(command: number, data: Uint8Array | string, ms = 1): void {
    this.send(moduleFrame(command, data), ms);
  }
}
