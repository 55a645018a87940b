import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import type { Clock } from '../time/clock.js';
import { within } from '../time/wait.js';
import { encodeRequest, readAnswer, type Command } from './command.js';
import { FrameReader } from './frame-reader.js';
import type { Frame } from './frames.js';
import { BadStatus, NoReply } from './link-errors.js';
import { transferMs } from './timeouts.js';

/** A reply comes in one go: half of one with a longer gap behind it will never be whole (protocol §2: nothing is resent). */
const DEAD_GAP_MS = 250;

export interface RequestOptions {
  /** From the moment the request has physically left (protocol §13). */
  readonly ms: number;
  readonly signal: AbortSignal;
  /** Runs when the request has left and before the reply is waited for. */
  readonly afterSent?: () => Promise<void>;
}

/** Sees every chunk as it leaves or arrives. `at`: clock.now(). */
export type LinkTap = (direction: 'tx' | 'rx', bytes: Uint8Array, at: number) => void;

/** Requests and their replies over one transport, strictly one at a time (protocol §2). */
export class Link {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #reader = new FrameReader();
  readonly #unsubscribe: () => void;
  readonly #byteListeners = new Set<(chunk: Uint8Array) => void>();
  #pending: { readonly take: (frame: Frame) => void; readonly fail: (error: Error) => void } | null = null;
  #lastByteAt = 0;
  #baudRate = 0;

  readonly #tap: LinkTap | undefined;

  constructor(transport: Transport, clock: Clock, tap?: LinkTap) {
    this.#tap = tap;
    this.#transport = transport;
    this.#clock = clock;
    this.#unsubscribe = transport.onData((chunk) => this.#receive(chunk));
    void transport.closed.then(() => {
      this.#pending?.fail(new KilnError('PORT_LOST', { path: transport.path }));
    });
  }

  /** The host's rate, as last set here. */
  get baudRate(): number {
    return this.#baudRate;
  }

  /** Raw bytes as they come, for whoever wonders what is on the line. Returns the unsubscriber. */
  onBytes(listener: (chunk: Uint8Array) => void): () => void {
    this.#byteListeners.add(listener);
    return () => void this.#byteListeners.delete(listener);
  }

  /**
   * Sends a request and waits for its reply; replies to anything else are dropped meanwhile.
   * @throws NoReply, BadStatus, KilnError PORT_LOST, the signal's reason
   */
  async request<Q, A>(command: Command<Q, A>, request: Q, options: RequestOptions): Promise<A> {
    if (this.#pending) throw new Error(`${command.name} while another request is outstanding`);
    const reply = new Promise<A>((resolve, reject) => {
      const take = (frame: Frame): void => {
        const answer = readAnswer(command, request, frame);
        if (answer.is === 'reply') resolve(answer.reply);
        if (answer.is === 'status') reject(new BadStatus(command.name, answer.status));
      };
      this.#pending = { take, fail: reject };
    });
    // It may fail while the request is still on its way out.
    reply.catch(() => undefined);
    try {
      await this.send(encodeRequest(command, request), options.signal);
      await options.afterSent?.();
      const { ms, signal } = options;
      return await within(this.#clock, { ms, signal, onTimeout: () => new NoReply(command.name, ms) }, reply);
    } finally {
      this.#pending = null;
    }
  }

  /** Sends bytes and waits until they have physically left. @throws NoReply where the port takes nothing any more */
  async send(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    this.#tap?.('tx', bytes, this.#clock.now());
    const work = this.#transport.write(bytes).then(() => this.#transport.drain());
    await this.#bounded(work, transferMs(bytes.length, this.#baudRate), signal);
  }

  /** Changes the host's rate. @throws what the driver says where the adapter cannot do it */
  async setBaudRate(baudRate: number, signal: AbortSignal): Promise<void> {
    await this.#bounded(this.#transport.setBaudRate(baudRate), transferMs(0, baudRate), signal);
    this.#baudRate = baudRate;
    this.#reader.reset();
  }

  /** False where the port has no modem lines. */
  setLines(lines: { readonly dtr: boolean; readonly rts: boolean }): Promise<boolean> {
    return this.#transport.setLines(lines);
  }

  /** Drops whatever came in so far, half replies included. */
  async discardInput(signal: AbortSignal): Promise<void> {
    await this.#bounded(this.#transport.discardInput(), transferMs(0, this.#baudRate), signal);
    this.#reader.reset();
  }

  /** Lets go of the transport, which stays open. */
  dispose(): void {
    this.#unsubscribe();
    this.#byteListeners.clear();
  }

  #bounded(work: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
    return within(this.#clock, { ms, signal, onTimeout: () => new NoReply('port', ms) }, work);
  }

  #receive(chunk: Uint8Array): void {
    const now = this.#clock.now();
    if (now - this.#lastByteAt > DEAD_GAP_MS) this.#reader.reset();
    this.#lastByteAt = now;
    this.#tap?.('rx', chunk, now);
    for (const listener of this.#byteListeners) listener(chunk);
    for (const frame of this.#reader.push(chunk)) this.#pending?.take(frame);
  }
}
