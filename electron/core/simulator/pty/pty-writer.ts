import { writeSync } from 'node:fs';

import type { Clock } from '../../time/clock.js';

/** The pty's buffers are full: the host does not read. */
const RETRY_MS = 5;
/** Beyond this the oldest bytes are lost, as in a real adapter whose host does not read. */
const BACKLOG = 65536;

/**
 * Writes to a nonblocking descriptor in order, whatever part of it the kernel takes at a time. libuv's own writer
 * would spin on a pty master, which it holds for a blocking one.
 */
export class PtyWriter {
  readonly #fd: number;
  readonly #clock: Clock;
  #queue: Buffer = Buffer.alloc(0);
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(fd: number, clock: Clock) {
    this.#fd = fd;
    this.#clock = clock;
  }

  write(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#queue = Buffer.concat([this.#queue, bytes]).subarray(-BACKLOG);
    if (!this.#cancel) this.#push();
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  #push(): void {
    this.#cancel = undefined;
    while (this.#queue.length > 0) {
      try {
        this.#queue = this.#queue.subarray(writeSync(this.#fd, this.#queue));
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === 'EAGAIN') this.#cancel = this.#clock.schedule(RETRY_MS, () => this.#push());
        else this.#queue = Buffer.alloc(0);
        return;
      }
    }
  }
}
