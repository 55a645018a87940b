/** Where complete commands go. */
export interface FrameSink {
  /** A short command (protocol §2.1). */
  short(code: number, payload: Uint8Array, at: number): void;
  /** A flash operation (protocol §2.2). */
  long(op: number, payload: Uint8Array, at: number): void;
  /** The first `got` bytes (op included) of a flash operation are in. */
  progress?(body: Uint8Array, got: number, at: number): void;
}

/** What a frame left unfinished was about to say. */
export type Unfinished = { readonly kind: 'short' | 'long'; readonly code: number };

const HEAD = [0x01, 0xe0, 0xfc] as const;
const LONG = 0xff;
const FLASH = 0xf4;

type State =
  | { readonly at: 'head'; readonly matched: number }
  | { readonly at: 'length' }
  | { readonly at: 'flash' }
  | { readonly at: 'low' }
  | { readonly at: 'high'; readonly low: number }
  | { readonly at: 'body'; readonly kind: 'short' | 'long'; readonly body: Uint8Array };

const START: State = { at: 'head', matched: 0 };

/**
 * The loader's byte state machine (protocol §2.5): a mismatch goes back to the start and is not looked at again as
 * 0x01; length 0 goes back to the start; a body is collected until its announced length, however long that takes.
 */
export class FrameMachine {
  readonly #sink: FrameSink;
  #state: State = START;
  #got = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Fewest bytes after which a command could be complete. */
  hunger(): number {
    const state = this.#state;
    switch (state.at) {
      case 'head':
        return 5 - state.matched;
      case 'length':
        return 2;
      case 'flash':
        return 4;
      case 'low':
        return 3;
      case 'high':
        return 2;
      case 'body':
        return state.body.length - this.#got;
    }
  }

  /** What stands half received, null between frames. `code` is undefined before it is known. */
  unfinished(): Unfinished | 'head' | null {
    const state = this.#state;
    if (state.at === 'head') return state.matched === 0 ? null : 'head';
    if (state.at !== 'body' || this.#got === 0) return 'head';
    return { kind: state.kind, code: state.body[0] ?? 0 };
  }

  restart(): void {
    this.#state = START;
  }

  take(byte: number, at: number): void {
    this.#state = this.#next(byte, at);
  }

  #next(byte: number, at: number): State {
    const state = this.#state;
    switch (state.at) {
      case 'head':
        if (byte !== HEAD[state.matched]) return START;
        return state.matched === 2 ? { at: 'length' } : { at: 'head', matched: state.matched + 1 };
      case 'length':
        if (byte === 0) return START;
        return byte === LONG ? { at: 'flash' } : this.#begin('short', byte);
      case 'flash':
        return byte === FLASH ? { at: 'low' } : START;
      case 'low':
        return { at: 'high', low: byte };
      case 'high': {
        const length = state.low | (byte << 8);
        return length === 0 ? START : this.#begin('long', length);
      }
      case 'body':
        return this.#collect(state, byte, at);
    }
  }

  #begin(kind: 'short' | 'long', length: number): State {
    this.#got = 0;
    return { at: 'body', kind, body: new Uint8Array(length) };
  }

  #collect(state: Extract<State, { at: 'body' }>, byte: number, at: number): State {
    const { kind, body } = state;
    body[this.#got++] = byte;
    if (kind === 'long') this.#sink.progress?.(body, this.#got, at);
    if (this.#got < body.length) return state;
    this.#state = START;
    this.#sink[kind](body[0] ?? 0, body.subarray(1), at);
    return this.#state;
  }
}
