import type { SeenInstead } from './api.js';
import { COMMAND } from './commands.js';
import { FrameDecoder, type Frame } from './frame.js';

/** Everything expected while entering is short; a longer frame would keep the search waiting. */
const DATA_MAX = 16;
/** A module powering up may put a few stray bytes on the line; they are no text at another rate. */
const GLITCH_BYTES = 4;
const PRODUCT_QUERY = 0x01;

/** The two bytes of an enter reply (authorization §1.4). */
export type Capabilities = readonly [number, number];

/** Reads what arrives while enter frames are streamed, and keeps count (authorization §1.5, §0.1.10). */
export class EntryWatch {
  readonly #decoder = new FrameDecoder(DATA_MAX);
  #bytes = 0;
  #sent = 0;
  /** Frames like the enter request itself: heartbeats, or its echo. */
  #alike = 0;
  #queries = 0;
  #others = 0;

  /** All bytes that arrived. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Frames came that an echo would look like, and no other. */
  get onlyAlike(): boolean {
    return this.#alike > 0 && this.#queries === 0 && this.#others === 0;
  }

  /** To be called for every enter frame sent. */
  sent(): void {
    this.#sent += 1;
  }

  /** @returns the capabilities when the module has entered, else null. */
  push(chunk: Uint8Array): Capabilities | null {
    this.#bytes += chunk.length;
    let entered: Capabilities | null = null;
    for (const frame of this.#decoder.push(chunk)) entered ??= this.#judge(frame);
    return entered;
  }

  /**
   * What it was, if it was not the enter reply. A module past its window takes enter frames for heartbeats and
   * asks for the product; its own heartbeat comes once a second at most, an echo after every frame sent.
   */
  get seen(): SeenInstead {
    if (this.#queries > 0) return 'product-query';
    if (this.#alike > 0) return this.#alike * 2 >= this.#sent ? 'echo' : 'heartbeat';
    if (this.#others > 0) return 'heartbeat';
    return this.#decoder.stray + this.#decoder.pending >= GLITCH_BYTES ? 'garbage' : 'nothing';
  }

  #judge({ command, data }: Frame): Capabilities | null {
    if (command === COMMAND.enter && data.length === 2) return [data[0] ?? 0, data[1] ?? 0];
    if (command === COMMAND.enter && data.length === 0) this.#alike += 1;
    else if (command === PRODUCT_QUERY && data.length === 0) this.#queries += 1;
    else this.#others += 1;
    return null;
  }
}
