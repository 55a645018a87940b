import { closeSync } from 'node:fs';
import { ReadStream } from 'node:tty';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import { systemClock, type Clock } from '../time/clock.js';
import type { SimulatedBoard } from './api.js';
import { hostEar, type BoardTraits } from './host-ear.js';
import { loadLibc, type Libc } from './pty/libc.js';
import { placeLink, removeLink } from './pty/link-file.js';
import { openPtyPair, type PtyPair } from './pty/pty-pair.js';
import { PtyWriter } from './pty/pty-writer.js';
import { askedRate, dropUnread, unread } from './pty/termios.js';

export interface PtyBoardOptions {
  /** A name that stays: a symbolic link to the pty. */
  readonly link?: string;
  /** @default the system's */
  readonly clock?: Clock;
}

/** A board that any program can open as a serial port. */
export interface PtyBoard {
  /** `/dev/pts/…` */
  readonly path: string;
  /** Ends the port and removes the link. Idempotent; the board itself lives on. */
  close(): Promise<void>;
}

/** Replies that nobody fetched for so long are lost, as on a port that nobody has open. */
const STALE_MS = 500;

/**
 * Puts `board` behind a pseudo terminal. The rate that the host asks for travels with its bytes, so a strict board
 * garbles what comes at the wrong one. A pty has no modem lines.
 * @throws KilnError USAGE where the platform has none (anything but Linux) or the link's place is taken
 */
export async function openPtyBoard(
  board: SimulatedBoard & BoardTraits,
  { link, clock = systemClock }: PtyBoardOptions = {},
): Promise<PtyBoard> {
  if (process.platform !== 'linux') {
    throw new KilnError('USAGE', { detail: `no pseudo terminals on ${process.platform}` });
  }
  const libc = await loadLibc();
  const pair = openPtyPair(libc);
  try {
    if (link !== undefined) await placeLink(link, pair.path);
  } catch (error) {
    closeSync(pair.master);
    closeSync(pair.slave);
    throw error;
  }
  const disconnect = connect(board, { libc, pair, clock });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    if (link !== undefined) await removeLink(link, pair.path);
    await disconnect();
  };
  return { path: pair.path, close: () => (closing ??= close()) };
}

interface Wire {
  readonly libc: Libc;
  readonly pair: PtyPair;
  readonly clock: Clock;
}

function connect(board: SimulatedBoard & BoardTraits, { libc, pair, clock }: Wire): () => Promise<void> {
  const hear = hostEar(board);
  const writer = new PtyWriter(pair.master, clock);
  // libuv polls the master: no thread of its pool sits in a read.
  const reader = new ReadStream(pair.master);
  reader.on('data', (bytes: Buffer) => board.receive(bytes, askedRate(libc, pair.slave)));
  reader.on('error', () => reader.destroy());
  let lastWrite = Number.NEGATIVE_INFINITY;
  const unsubscribe = board.onTransmit((bytes, rate) => {
    const now = clock.now();
    if (now - lastWrite > STALE_MS && unread(libc, pair.slave) > 0) dropUnread(libc, pair.slave);
    lastWrite = now;
    const hostRate = askedRate(libc, pair.slave);
    writer.write(hostRate > 0 ? hear(bytes, rate, hostRate) : bytes);
  });
  return async () => {
    unsubscribe();
    writer.close();
    const ended = new Promise<void>((resolve) => reader.once('close', () => resolve()));
    if (!reader.destroyed) {
      reader.destroy();
      await ended;
    }
    closeSync(pair.slave);
  };
}
