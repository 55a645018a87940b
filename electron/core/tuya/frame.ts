/**
 * The frame of production test and TuyaMCU link alike (authorization §1.2):
 * 55 AA, version, command, length (2, big-endian), data, sum of everything before mod 256.
 */
export interface Frame {
  readonly version: number;
  readonly command: number;
  readonly data: Uint8Array;
}

const HEADER = 6;
const OVERHEAD = HEADER + 1;
const LENGTH_MAX = 0xffff;
/** Longer than any reply seen (about 245 bytes, authorization §1.8): what claims more is noise. */
const REPLY_MAX = 1024;

function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) & 0xff;
  return sum;
}

/** The host's frames have version 0 (authorization §1.2). @throws RangeError for more than 65535 bytes of data */
export function encodeFrame(command: number, data: Uint8Array = new Uint8Array(0), version = 0): Uint8Array {
  if (data.length > LENGTH_MAX) throw new RangeError(`a frame cannot carry ${data.length} bytes`);
  const frame = new Uint8Array(OVERHEAD + data.length);
  frame.set([0x55, 0xaa, version, command, data.length >> 8, data.length & 0xff]);
  frame.set(data, HEADER);
  frame[frame.length - 1] = sumOf(frame.subarray(0, -1));
  return frame;
}

/**
 * Finds frames in a stream. What is no frame, or has a wrong sum, costs one byte and the search goes on behind it,
 * as on the module's own side (authorization §1.2). The result does not depend on how the stream was cut.
 */
export class FrameDecoder {
  readonly #dataMax: number;
  #pending: Uint8Array = new Uint8Array(0);
  #stray = 0;

  /** @param dataMax a header that announces more is taken for noise. @default 1024 */
  constructor(dataMax = REPLY_MAX) {
    this.#dataMax = dataMax;
  }

  /** Bytes passed over so far because they belong to no frame. */
  get stray(): number {
    return this.#stray;
  }

  /** Bytes that may still become a frame. */
  get pending(): number {
    return this.#pending.length;
  }

  push(chunk: Uint8Array): Frame[] {
    const bytes = new Uint8Array(this.#pending.length + chunk.length);
    bytes.set(this.#pending);
    bytes.set(chunk, this.#pending.length);
    return this.#scan(bytes);
  }

  /**
   * To be called after a silence: what waits for its end is no frame then, and may hide one. Returns those found.
   */
  resync(): Frame[] {
    const frames: Frame[] = [];
    while (this.#pending.length > 0) {
      this.#stray += 1;
      frames.push(...this.#scan(this.#pending.subarray(1)));
    }
    return frames;
  }

  #scan(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    while (at < bytes.length) {
      const size = this.#frameAt(bytes, at);
      if (size === 'incomplete') break;
      if (size === 'none') {
        at += 1;
        this.#stray += 1;
        continue;
      }
      frames.push({
        version: bytes[at + 2] ?? 0,
        command: bytes[at + 3] ?? 0,
        data: bytes.slice(at + HEADER, at + size - 1),
      });
      at += size;
    }
    this.#pending = bytes.slice(at);
    return frames;
  }

  /** The length of the frame that starts at `at`, or why there is none (yet). */
  #frameAt(bytes: Uint8Array, at: number): number | 'incomplete' | 'none' {
    const available = bytes.length - at;
    if (bytes[at] !== 0x55) return 'none';
    if (available < 2) return 'incomplete';
    if (bytes[at + 1] !== 0xaa) return 'none';
    if (available < HEADER) return 'incomplete';
    const length = ((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0);
    if (length > this.#dataMax) return 'none';
    const size = OVERHEAD + length;
    if (available < size) return 'incomplete';
    return bytes[at + size - 1] === sumOf(bytes.subarray(at, at + size - 1)) ? size : 'none';
  }
}
