import { closeSync, constants, openSync } from 'node:fs';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Libc } from './libc.js';
import { makeRaw } from './termios.js';

export interface PtyPair {
  /** Nonblocking. */
  readonly master: number;
  /** Our own descriptor of the host's side: without it the master gets EIO whenever the host closes. */
  readonly slave: number;
  /** `/dev/pts/…` */
  readonly path: string;
}

const NAME = 128;

/** A raw pseudo terminal. @throws KilnError PORT_OPEN_FAILED */
export function openPtyPair(libc: Libc): PtyPair {
  const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
  const master = libc.posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  const fail = (detail: string): KilnError => new KilnError('PORT_OPEN_FAILED', { path: 'pty', detail });
  if (master < 0) throw fail('posix_openpt');
  try {
    const name = Buffer.alloc(NAME);
    if (libc.grantpt(master) !== 0) throw fail('grantpt');
    if (libc.unlockpt(master) !== 0) throw fail('unlockpt');
    if (libc.ptsname_r(master, name, NAME) !== 0) throw fail('ptsname_r');
    const path = name.toString('latin1', 0, name.indexOf(0));
    const slave = openSync(path, O_RDWR | O_NOCTTY);
    makeRaw(libc, slave);
    return { master, slave, path };
  } catch (error) {
    closeSync(master);
    throw error;
  }
}
