import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Transport } from '../../serial/transport.js';
import { sleep } from '../../time/wait.js';
import type { TestContext } from '../api.js';
import { loss, portDone, waitFor } from '../wait-for.js';
import { readAnswer, type Answer } from './answer.js';

/** Authorization §2. */
const COMMAND_MS = 3000;
const IDLE_MS = 300;
/** Longer than any answer by far: a board that never stops talking must not fill the memory. */
const KEEP = 16_384;

export interface Question<T> {
  /** With its arguments: these may be secret. */
  readonly line: string;
  /** What it means; undefined: not understood, or not all there yet. */
  readonly read: (answer: Answer) => T | undefined;
  /** What was understood and is still worth another try; after the last one it stands. */
  readonly again?: (meaning: T) => boolean;
  /** @default 3 */
  readonly tries?: number;
  /** Between two tries. @default 0 */
  readonly pauseMs?: number;
  /** For one try. @default 3000 */
  readonly timeoutMs?: number;
}

/** One command at a time on a TuyaOpen command line, and its answer (authorization §2). */
export class CliLink {
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
   * Sends a command until its answer is understood, and none that is worth another try.
   * @throws KilnError OPEN_CLI_NO_REPLY {command: without its arguments, tries}, PORT_LOST; the signal's reason
   */
  async ask<T>(question: Question<T>): Promise<T> {
    const { line, again, tries = 3, pauseMs = 0 } = question;
    let last: T | undefined;
    const [command = ''] = line.split(' ');
    if (this.#busy) throw new Error('the command line takes one command at a time');
    this.#busy = true;
    try {
      for (let attempt = 1; attempt <= tries; attempt += 1) {
        if (attempt > 1) await this.#again({ command, attempt, tries }, pauseMs);
        const meaning = await this.#try(question);
        if (meaning !== undefined && !again?.(meaning)) return meaning;
        last = meaning ?? last;
      }
      if (last !== undefined) return last;
      throw new KilnError('OPEN_CLI_NO_REPLY', { command, tries });
    } finally {
      this.#busy = false;
    }
  }

  /** Ends a line that may have lost its end, and lets what is still coming go by. */
  async #again(data: { command: string; attempt: number; tries: number }, pauseMs: number): Promise<void> {
    const { clock, signal, onNote } = this.#context;
    onNote?.({ level: 'warning', key: 'open.retry', data });
    await sleep(clock, pauseMs, signal);
    await this.#send('');
    await untilQuiet(this.#transport, this.#context, { quietMs: IDLE_MS, limitMs: COMMAND_MS });
  }

  async #try<T>({ line, read, timeoutMs = COMMAND_MS }: Question<T>): Promise<T | undefined> {
    const { clock } = this.#context;
    const ear = new Ear(this.#transport);
    try {
      await this.#send(line);
      const end = clock.now() + timeoutMs;
      for (;;) {
        const left = end - clock.now();
        if (left <= 0) return undefined;
        const stirred = await waitFor(
          this.#context,
          Math.min(IDLE_MS, left),
          Promise.race([ear.stirred(), this.#loss]),
        );
        const answer = readAnswer(ear.text, line);
        // With its prompt an answer is whole; without, once nothing more has come for a while.
        if (stirred && !(answer.echoed && answer.prompted)) continue;
        const meaning = read(answer);
        // Echo and prompt alone may be all that old firmware says, or the start of more: silence decides.
        if (meaning !== undefined && (!stirred || answer.lines.length > 0)) return meaning;
      }
    } finally {
      ear.stop();
    }
  }

  async #send(line: string): Promise<void> {
    const bytes = Buffer.from(`${line}\r\n`);
    const port = { context: this.#context, transport: this.#transport };
    await portDone(port, this.#transport.write(bytes));
    await portDone(port, this.#transport.drain(), bytes.length);
  }
}

/** Keeps what arrives, as text. */
export class Ear {
  readonly stop: () => void;
  text = '';
  /** All bytes that arrived, also those no longer kept. */
  bytes = 0;
  #stir: () => void = () => undefined;

  constructor(transport: Transport) {
    this.stop = transport.onData((chunk) => {
      this.bytes += chunk.length;
      this.text = (this.text + Buffer.from(chunk).toString('latin1')).slice(-KEEP);
      this.#stir();
    });
  }

  /** Resolves with the next bytes. To be called before they can come, so never twice without an await between. */
  stirred(): Promise<true> {
    return new Promise((resolve) => {
      this.#stir = () => resolve(true);
    });
  }
}

/** Lets what is coming go by. @throws KilnError PORT_LOST; the signal's reason */
export async function untilQuiet(
  transport: Transport,
  context: TestContext,
  { quietMs, limitMs }: { readonly quietMs: number; readonly limitMs: number },
): Promise<void> {
  const lost = loss(transport);
  const ear = new Ear(transport);
  const end = context.clock.now() + limitMs;
  try {
    let noisy = true;
    while (noisy && context.clock.now() < end)
      noisy = (await waitFor(context, quietMs, Promise.race([ear.stirred(), lost]))) === true;
  } finally {
    ear.stop();
  }
}
