import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { ModemLines, Transport, TransportEnd } from '../../serial/transport.js';

type Answer = (request: Uint8Array, transport: ScriptedTransport) => Uint8Array | null;

/** A transport whose far end is a function from what is written to what comes back, in the same turn. */
export class ScriptedTransport implements Transport {
  readonly path = '/dev/scripted';
  readonly written: Uint8Array[] = [];
  readonly lines: ModemLines[] = [];
  readonly rates: number[] = [];
  readonly closed: Promise<TransportEnd>;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  #end: (end: TransportEnd) => void = () => undefined;
  #lost = false;

  /** `answer`: what the far end sends back, or null for silence. */
  constructor(public answer: Answer = () => null) {
    this.closed = new Promise((resolve) => (this.#end = resolve));
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Bytes from the far end, at any time. */
  emit(bytes: Uint8Array): void {
    for (const listener of [...this.#listeners]) listener(bytes);
  }

  /** The adapter is unplugged. */
  lose(): void {
    this.#lost = true;
    this.#end({ by: 'loss', detail: 'unplugged' });
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#lost) return Promise.reject(new KilnError('PORT_LOST', { path: this.path }));
    this.written.push(bytes.slice());
    const reply = this.answer(bytes, this);
    if (reply) this.emit(reply);
    return Promise.resolve();
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }

  setBaudRate(baudRate: number): Promise<void> {
    this.rates.push(baudRate);
    return Promise.resolve();
  }

  setLines(lines: ModemLines): Promise<boolean> {
    this.lines.push(lines);
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
