import type { Seen } from './api.js';

const TAIL_BYTES = 512;
/** Shorter runs of text come out of noise, too. */
const MIN_LOG_BYTES = 16;
const MIN_PRINTABLE = 0.85;

const LINK_CHECK = Buffer.from('01e0fc0100', 'hex');
/** What stands before the same five bytes in a reply (protocol §3.1). */
const REPLY_HEAD = Buffer.from('040e05', 'hex');
/** A TuyaMCU heartbeat, and the product query: the application is running (authorization §1.5). */
const APPLICATION = [Buffer.from('55aa00000000ff', 'hex'), Buffer.from('55aa0001', 'hex')];

function hasEcho(tail: Buffer): boolean {
  for (let at = tail.indexOf(LINK_CHECK); at >= 0; at = tail.indexOf(LINK_CHECK, at + 1)) {
    if (!tail.subarray(Math.max(0, at - 3), at).equals(REPLY_HEAD)) return true;
  }
  return false;
}

function looksLikeText(tail: Buffer): boolean {
  if (tail.length < MIN_LOG_BYTES) return false;
  const printable = tail.filter((byte) => (byte >= 0x20 && byte < 0x7f) || [9, 10, 13, 27].includes(byte));
  return printable.length / tail.length >= MIN_PRINTABLE;
}

/** Looks at what the line carries while the loader is silent, so that the operator hears a likely cause (protocol §16). */
export class LineWatcher {
  #tail = Buffer.alloc(0);
  #bytes = 0;

  /** Bytes seen in all. */
  get bytes(): number {
    return this.#bytes;
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-TAIL_BYTES);
  }

  /** Our own bytes back beat everything: with TX on RX nothing else can be told. */
  seen(): Seen {
    if (this.#bytes === 0) return 'nothing';
    if (hasEcho(this.#tail)) return 'echo';
    if (APPLICATION.some((pattern) => this.#tail.includes(pattern))) return 'heartbeat';
    return looksLikeText(this.#tail) ? 'boot-log' : 'garbage';
  }
}
