/** `55 AA ver cmd len(2, BE) data sum` (authorization §1.2). */
const HEAD = 6;
/** Longer frames are taken for noise; the page names no limit. */
const LONGEST_DATA = 4096;

const byteSum = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** A frame as the module sends it: version 0. */
export function encodeFrame(command: number, data: Uint8Array): Uint8Array {
  const frame = Uint8Array.from([0x55, 0xaa, 0, command, data.length >>> 8, data.length & 0xff, ...data, 0]);
  frame[frame.length - 1] = byteSum(frame.subarray(0, -1));
  return frame;
}

export type FrameListener = (command: number, data: Uint8Array, at: number) => void;

/** The application's parser: any version, silence on a bad sum, byte by byte to the next 55 AA (authorization §1.2). */
export class FrameReader {
  readonly #onFrame: FrameListener;
  #buffer: number[] = [];

  constructor(onFrame: FrameListener) {
    this.#onFrame = onFrame;
  }

  /** Bytes are waiting for the rest of their frame. */
  get unfinished(): boolean {
    return this.#buffer.length > 0;
  }

  hunger(): number {
    const length = this.#announced();
    return Math.max(1, HEAD + 1 + (length ?? 0) - this.#buffer.length);
  }

  restart(): void {
    this.#buffer = [];
  }

  take(byte: number, at: number): void {
    this.#buffer.push(byte);
    while (this.#step(at));
  }

  #announced(): number | null {
    const [, , , , high, low] = this.#buffer;
    return high === undefined || low === undefined ? null : (high << 8) | low;
  }

  /** @returns whether there may be more to do */
  #step(at: number): boolean {
    const buffer = this.#buffer;
    if (buffer.length === 0) return false;
    if (buffer[0] !== 0x55 || (buffer.length > 1 && buffer[1] !== 0xaa)) return this.#drop(1);
    const length = this.#announced();
    if (length === null) return false;
    if (length > LONGEST_DATA) return this.#drop(1);
    const total = HEAD + length + 1;
    if (buffer.length < total) return false;
    const frame = Uint8Array.from(buffer.slice(0, total));
    if (byteSum(frame.subarray(0, -1)) !== frame[total - 1]) return this.#drop(1);
    this.#drop(total);
    this.#onFrame(frame[3] ?? 0, frame.slice(HEAD, HEAD + length), at);
    return true;
  }

  #drop(count: number): true {
    this.#buffer.splice(0, count);
    return true;
  }
}
