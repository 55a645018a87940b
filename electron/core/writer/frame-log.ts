import type { FrameLine } from '../../../shared/contract/writer.js';

/** A backup of 2 MiB and the firmware after it fit, with all that goes around them. */
const MAX_BYTES = 8 * 1024 * 1024;
/** What a view gets of a long chunk. */
const SHOWN_BYTES = 24;

interface Chunk {
  readonly way: 'tx' | 'rx';
  readonly bytes: Uint8Array;
  /** clock.now() */
  readonly at: number;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase().match(/../g)?.join(' ') ?? '';
}

/** One line a chunk: seconds since the first one, direction, bytes. */
export function frameLine(way: 'tx' | 'rx', bytes: Uint8Array, seconds: number): string {
  return `${seconds.toFixed(6).padStart(12)} ${way.toUpperCase()} ${hexOf(bytes)}\n`;
}

/** The raw bytes of both directions, as long as somebody wants them; the oldest fall out at 8 MiB. */
export class FrameLog {
  #chunks: Chunk[] = [];
  #bytes = 0;
  #dropped = false;
  on = false;

  get empty(): boolean {
    return this.#chunks.length === 0;
  }

  /** @param at clock.now() @returns the chunk as a view shows it, null while nobody wants it */
  add(chunk: Chunk, epoch: number): FrameLine | null {
    if (!this.on) return null;
    const { way, at } = chunk;
    // A copy: the transport may use its buffer again.
    const bytes = chunk.bytes.slice();
    this.#chunks.push({ way, bytes, at });
    this.#bytes += bytes.length;
    while (this.#bytes > MAX_BYTES) {
      this.#bytes -= this.#chunks.shift()?.bytes.length ?? 0;
      this.#dropped = true;
    }
    return { at: epoch, way, bytes: bytes.length, hex: hexOf(bytes.subarray(0, SHOWN_BYTES)) };
  }

  clear(): void {
    [this.#chunks, this.#bytes, this.#dropped] = [[], 0, false];
  }

  /** Every byte, one line a chunk, times since the first. */
  *lines(): Generator<string> {
    const start = this.#chunks[0]?.at ?? 0;
    if (this.#dropped) yield '...\n';
    for (const { way, bytes, at } of this.#chunks) yield frameLine(way, bytes, (at - start) / 1000);
  }
}
