import type { UartReader } from '../../wire/uart.js';

const CR = 0x0d;
const LF = 0x0a;
const BACKSPACE = [0x08, 0x7f];
/** What the shell's buffer holds; more is echoed by nobody and lost. */
const LONGEST = 256;

export interface LineEvents {
  /** Bytes to show the typist. */
  echo(bytes: Uint8Array, at: number): void;
  line(text: string, at: number): void;
}

/** The shell's input: echoes what is typed, takes back with backspace, ends a line with CR, LF or both. */
export class LineEditor implements UartReader {
  readonly #events: LineEvents;
  #typed: number[] = [];
  #afterCr = false;

  constructor(events: LineEvents) {
    this.#events = events;
  }

  /** What has been typed and not been entered. */
  get typed(): Uint8Array {
    return Uint8Array.from(this.#typed);
  }

  hunger(): number {
    return 1;
  }

  take(byte: number, at: number): void {
    const lfOfCrLf = byte === LF && this.#afterCr;
    this.#afterCr = byte === CR;
    if (lfOfCrLf) return;
    if (byte === CR || byte === LF) return this.#enter(at);
    if (BACKSPACE.includes(byte)) return this.#takeBack(at);
    if (byte < 0x20 || byte > 0x7e || this.#typed.length >= LONGEST) return;
    this.#typed.push(byte);
    this.#events.echo(Uint8Array.of(byte), at);
  }

  #enter(at: number): void {
    const text = Buffer.from(this.#typed).toString('latin1');
    this.#typed = [];
    this.#events.echo(Uint8Array.of(CR, LF), at);
    this.#events.line(text, at);
  }

  #takeBack(at: number): void {
    if (this.#typed.pop() !== undefined) this.#events.echo(Uint8Array.of(8, 0x20, 8), at);
  }
}
