import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import type { TestContext } from './api.js';
import { COMMAND, commandHex, TIMEOUT_MS, TRIES, type CommandName } from './commands.js';
import { encodeFrame, FrameDecoder, type Frame } from './frame.js';
import { loss, portDone, waitFor } from './wait-for.js';

/**
 * After a retry the replies to the other tries may be under way, one behind the other, each as late as the first; they
 * must not be there to answer the next request. Such a silence, in ms, ends the wait: as long as the first one took,
 * at least the 0.6 s of a flash write (authorization §0.1.15), and no more than a module was ever seen to take.
 */
const SETTLE_MS = { least: 1000, most: 3500, margin: 250 } as const;

export type Verb = Exclude<CommandName, 'enter'>;

/**
 * One request and its reply. The module handles one frame at a time and answers late what was queued during a
 * flash write, so there is never more than one request outstanding, its reply is known by the command byte, and
 * whatever else arrives is dropped (authorization §1.2).
 */
export class TestLink {
  readonly #transport: Transport;
  readonly #context: TestContext;
  readonly #loss: Promise<never>;
  #busy = false;
  /** The last request ended without its reply: it may still come. */
  #owing = false;

  constructor(transport: Transport, context: TestContext) {
    this.#transport = transport;
    this.#context = context;
    this.#loss = loss(transport);
  }

  /**
   * Sends a command until it is answered, `tries` times at most, and returns the reply's data. Every command may be
   * repeated, so that a late reply to an earlier try of this request counts (authorization §0.1.8); what comes after
   * it is dropped, also when it comes during the next request.
   * @throws KilnError TEST_NO_REPLY {command, tries, seconds}, with `restarted: true` as soon as a try went by in which
   * the application spoke: the module has left its test; PORT_LOST; the signal's reason
   */
  async request(verb: Verb, data?: Uint8Array, tries = TRIES): Promise<Uint8Array> {
    if (this.#busy) throw new Error('the production test takes one request at a time');
    this.#busy = true;
    let inbox = new Inbox(COMMAND[verb], data);
    const unsubscribe = this.#transport.onData((chunk) => inbox.push(chunk));
    try {
      if (this.#owing) {
        await this.#settle(inbox, Number.POSITIVE_INFINITY, SETTLE_MS.least);
        inbox = new Inbox(COMMAND[verb], data);
      }
      this.#owing = true;
      const reply = await this.#ask(inbox, verb, { data, tries });
      this.#owing = false;
      return reply;
    } finally {
      unsubscribe();
      this.#busy = false;
    }
  }

  async #ask(
    inbox: Inbox,
    verb: Verb,
    { data, tries }: { readonly data: Uint8Array | undefined; readonly tries: number },
  ): Promise<Uint8Array> {
    const { onNote } = this.#context;
    const command = commandHex(COMMAND[verb]);
    const seconds = TIMEOUT_MS[verb] / 1000;
    const begun = this.#context.clock.now();
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      if (attempt > 1) onNote?.({ level: 'warning', key: 'test.retry', data: { command, attempt, tries } });
      await this.#send(encodeFrame(COMMAND[verb], data));
      await waitFor(this.#context, TIMEOUT_MS[verb], Promise.race([inbox.filled, this.#loss]));
      const reply = inbox.reply ?? inbox.resync();
      if (reply === null) {
        // The application runs again, so nobody is left to answer (authorization §1.5).
        if (inbox.restarted)
          throw new KilnError('TEST_NO_REPLY', { command, tries: attempt, seconds, restarted: true });
        continue;
      }
      await this.#settle(inbox, attempt, this.#context.clock.now() - begun + SETTLE_MS.margin);
      return reply;
    }
    throw new KilnError('TEST_NO_REPLY', { command, tries, seconds });
  }

  /** Waits until as many replies came as were asked for, or the line is quiet for `ms`. */
  async #settle(inbox: Inbox, asked: number, ms: number): Promise<void> {
    const { clock } = this.#context;
    const quiet = Math.min(Math.max(ms, SETTLE_MS.least), SETTLE_MS.most);
    const end = clock.now() + Math.min(asked, TRIES) * quiet;
    let noisy = true;
    while (noisy && inbox.replies < asked && clock.now() < end) {
      noisy = (await waitFor(this.#context, quiet, Promise.race([inbox.stirred(), this.#loss]))) === true;
    }
  }

  /** Resolves when the last byte has left: only then does the module's time run. */
  async #send(frame: Uint8Array): Promise<void> {
    const port = { context: this.#context, transport: this.#transport };
    await portDone(port, this.#transport.write(frame));
    await portDone(port, this.#transport.drain(), frame.length);
  }
}

/** Keeps the first reply to one command, counts the others and drops everything else. */
class Inbox {
  readonly filled: Promise<void>;
  readonly #command: number;
  readonly #asked: Uint8Array;
  readonly #decoder = new FrameDecoder();
  #fill: () => void = () => undefined;
  #stir: () => void = () => undefined;
  #reply: Uint8Array | null = null;
  #replies = 0;
  /** A heartbeat or a product query came: what no module in its test sends (authorization §1.1, §1.5). */
  restarted = false;

  constructor(command: number, asked: Uint8Array = new Uint8Array(0)) {
    this.#command = command;
    this.#asked = asked;
    this.filled = new Promise((resolve) => {
      this.#fill = resolve;
    });
  }

  get reply(): Uint8Array | null {
    return this.#reply;
  }

  get replies(): number {
    return this.#replies;
  }

  /** Resolves with the next bytes, whatever they are. */
  stirred(): Promise<true> {
    return new Promise((resolve) => {
      this.#stir = () => resolve(true);
    });
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.push(chunk));
    this.#stir();
  }

  /** After a silence: a false header may still wait for bytes that never come, with the reply behind it. */
  resync(): Uint8Array | null {
    this.#take(this.#decoder.resync());
    return this.#reply;
  }

  #take(frames: readonly Frame[]): void {
    for (const { command, data } of frames) {
      if (command <= 1 && data.length === 0) this.restarted = true;
      if (command !== this.#command) continue;
      // Our own request, where TX and RX touch: no reply repeats one (authorization §1.3, §1.5).
      if (Buffer.from(data).equals(this.#asked)) continue;
      this.#replies += 1;
      this.#reply ??= data;
    }
    if (this.#reply) this.#fill();
  }
}
