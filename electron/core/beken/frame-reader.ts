import { scanReply, type Frame } from './frames.js';

/**
 * Bytes in, replies out. Where no reply starts it moves on by one byte, never by a whole frame (protocol §2.6), so
 * noise, a boot log or a torn reply cost nothing but themselves.
 */
export class FrameReader {
  #buffer: Uint8Array = new Uint8Array(0);

  /** Bytes kept because they may be the start of a reply. */
  get pending(): number {
    return this.#buffer.length;
  }

  push(chunk: Uint8Array): Frame[] {
    const bytes = new Uint8Array(this.#buffer.length + chunk.length);
    bytes.set(this.#buffer);
    bytes.set(chunk, this.#buffer.length);
    const frames: Frame[] = [];
    let at = 0;
    while (at < bytes.length) {
      const scan = scanReply(bytes.subarray(at));
      if (scan.found === 'incomplete') break;
      if (scan.found === 'frame') frames.push(scan.frame);
      at += scan.found === 'frame' ? scan.size : 1;
    }
    this.#buffer = bytes.slice(at);
    return frames;
  }

  /** Forgets what was half received. */
  reset(): void {
    this.#buffer = new Uint8Array(0);
  }
}
