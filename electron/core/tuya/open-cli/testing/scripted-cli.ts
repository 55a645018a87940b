import type { ModemLines, Transport, TransportEnd } from '../../../serial/transport.js';
import type { Clock } from '../../../time/clock.js';

/** Answers one line: what the board prints behind the echo, or null for nothing at all. `count` from 1, by line. */
export type CliScript = (line: string, count: number, cli: ScriptedCli) => string | null;

export interface CliHabits {
  /** @default true */
  readonly echo?: boolean;
  /** Printed after every answer. @default 'tuya>' */
  readonly prompt?: string;
  /** From the end of the line to the answer. @default 20 */
  readonly answerMs?: number;
}

/**
 * A port with a TuyaOpen command line behind it, written from the page by itself: bytes leave at the host's rate, come
 * in as lines, and are answered in order. An empty line brings the prompt.
 */
export class ScriptedCli implements Transport {
  readonly path = 'test:cli';
  readonly closed: Promise<TransportEnd>;
  readonly bauds: number[] = [];
  readonly lines: string[] = [];
  readonly modem: ModemLines[] = [];
  hasModemLines = true;
  readonly #clock: Clock;
  readonly #script: CliScript;
  readonly #habits: Required<CliHabits>;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  readonly #counts = new Map<string, number>();
  #sentUntil = 0;
  #input = '';
  #end: (end: TransportEnd) => void = () => undefined;

  constructor(clock: Clock, script: CliScript, habits: CliHabits = {}) {
    this.#clock = clock;
    this.#script = script;
    this.#habits = { echo: true, prompt: 'tuya>', answerMs: 20, ...habits };
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString('latin1');
    this.#sentUntil = Math.max(this.#sentUntil, this.#clock.now()) + (bytes.length * 10_000) / 115_200;
    this.#clock.schedule(this.#sentUntil - this.#clock.now(), () => this.#hear(text));
    return Promise.resolve();
  }

  drain(): Promise<void> {
    const left = Math.max(0, this.#sentUntil - this.#clock.now());
    return new Promise((resolve) => void this.#clock.schedule(left, resolve));
  }

  setBaudRate(baudRate: number): Promise<void> {
    this.bauds.push(baudRate);
    return Promise.resolve();
  }

  setLines(lines: ModemLines): Promise<boolean> {
    this.modem.push(lines);
    return Promise.resolve(this.hasModemLines);
  }

  discardInput(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end({ by: 'us' });
    return Promise.resolve();
  }

  lose(): void {
    this.#end({ by: 'loss', detail: 'unplugged' });
  }

  /** The board prints, `ms` from now. */
  print(text: string, ms = 0): void {
    this.#clock.schedule(ms, () => {
      for (const listener of [...this.#listeners]) listener(Buffer.from(text, 'latin1'));
    });
  }

  #hear(text: string): void {
    const { echo, prompt, answerMs } = this.#habits;
    if (echo) this.print(text);
    this.#input += text;
    const lines = this.#input.split('\r\n');
    this.#input = lines.pop() ?? '';
    for (const line of lines) {
      this.lines.push(line);
      const count = (this.#counts.get(line) ?? 0) + 1;
      this.#counts.set(line, count);
      const answer = this.#script(line, count, this);
      if (answer !== null) this.print(`${answer}${prompt}`, answerMs);
    }
  }
}
