import { closeSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';

import koffi from 'koffi';

const O_RDWR = 2;
const O_NOCTTY = 0o400;

/** A pseudo terminal: a port without modem lines, the test at its far end. */
export interface Pty {
  /** Path of the end that is opened as a port. */
  readonly path: string;
  /** What the port's side has sent so far. */
  received(): Uint8Array;
  /** Resolves as soon as at least `length` bytes have come. */
  receive(length: number): Promise<Uint8Array>;
  /** Stops taking bytes, as a stuck peer does. */
  stall(): void;
  send(bytes: Uint8Array): void;
  /** Hangs up. */
  close(): void;
}

/** Makes a pty through libc (Linux). */
export function openPty(): Pty {
  const libc = koffi.load('libc.so.6');
  const openMaster = libc.func('int posix_openpt(int)') as (flags: number) => number;
  const grant = libc.func('int grantpt(int)') as (fd: number) => number;
  const unlock = libc.func('int unlockpt(int)') as (fd: number) => number;
  const nameOf = libc.func('str ptsname(int)') as (fd: number) => string;
  const fd = openMaster(O_RDWR | O_NOCTTY);
  if (fd < 0 || grant(fd) !== 0 || unlock(fd) !== 0) throw new Error('no pty to be had');

  const stream = new ReadStream(fd);
  let bytes = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  stream.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    wake();
  });
  // EIO once the port is closed: nothing to tell.
  stream.on('error', () => undefined);
  return {
    path: nameOf(fd),
    received: () => bytes,
    async receive(length) {
      while (bytes.length < length) await new Promise<void>((resolve) => (wake = resolve));
      return bytes;
    },
    stall: () => void stream.pause(),
    send: (data) => void writeSync(fd, data),
    close: () => {
      if (stream.destroyed) return;
      stream.destroy();
      try {
        closeSync(fd);
      } catch {
        // The stream has closed it already.
      }
    },
  };
}
