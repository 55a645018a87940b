import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import { sleep } from '../time/wait.js';
import type { TestContext } from './api.js';
import { COMMAND, commandHex, TIMEOUT_MS, TRIES, type CommandName } from './commands.js';
import { encodeFrame, FrameDecoder, type Frame } from './frame.js';
import { loss, portDone, waitFor } from './wait-for.js';

/** After a retry a second reply may be under way; it must not be there to answer the next request. */
const SETTLE_MS = 250;

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

  constructor(transport: Transport, context: TestContext) {
    this.#transport = transport;
    this.#context = context;
    this.#loss = loss(transport);
  }

  /**
   * Sends a command until it is answered, `tries` times at most, and returns the reply's data. A reply to an
   * earlier try counts: it only came late (authorization §0.1.8).
   * @throws KilnError TEST_NO_REPLY {command, tries, seconds}, PORT_LOST; the signal's reason
   */
  async request(verb: Verb, data?: Uint8Array, tries = TRIES): Promise<Uint8Array> {
    if (this.#busy) throw new Error('the production test takes one request at a time');
    this.#busy = true;
    const inbox = new Inbox(COMMAND[verb]);
    const unsubscribe = this.#transport.onData((chunk) => inbox.push(chunk));
    try {
      return await this.#ask(inbox, verb, { data, tries });
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
    const { clock, signal, onNote } = this.#context;
    const command = commandHex(COMMAND[verb]);
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      if (attempt > 1) onNote?.({ level: 'warning', key: 'test.retry', data: { command, attempt, tries } });
      await this.#send(encodeFrame(COMMAND[verb], data));
      await waitFor(this.#context, TIMEOUT_MS[verb], Promise.race([inbox.filled, this.#loss]));
      const reply = inbox.reply ?? inbox.resync();
      if (reply === null) continue;
      if (attempt > 1) await sleep(clock, SETTLE_MS, signal);
      return reply;
    }
    throw new KilnError('TEST_NO_REPLY', { command, tries, seconds: TIMEOUT_MS[verb] / 1000 });
  }

  /** Resolves when the last byte has left: only then does the module's time run. */
  async #send(frame: Uint8Array): Promise<void> {
    const port = { context: this.#context, transport: this.#transport };
    await portDone(port, this.#transport.write(frame));
    await portDone(port, this.#transport.drain(), frame.length);
  }
}

/** Keeps the first reply to one command and drops everything else. */
class Inbox {
  readonly filled: Promise<void>;
  readonly #command: number;
  readonly #decoder = new FrameDecoder();
  #fill: () => void = () => undefined;
  #reply: Uint8Array | null = null;

  constructor(command: number) {
    this.#command = command;
    this.filled = new Promise((resolve) => {
      this.#fill = resolve;
    });
  }

  get reply(): Uint8Array | null {
    return this.#reply;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.push(chunk));
  }

  /** After a silence: a false header may still wait for bytes that never come, with the reply behind it. */
  resync(): Uint8Array | null {
    this.#take(this.#decoder.resync());
    return this.#reply;
  }

  #take(frames: readonly Frame[]): void {
    this.#reply ??= frames.find(({ command }) => command === this.#command)?.data ?? null;
    if (this.#reply) this.#fill();
  }
}
