import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { KilnError } from '../../../../shared/errors/kiln-error.js';

const MARK = '.damaged-';
/** SQLite keeps what is not yet in the database in these; a repair needs all three. */
const COMPANIONS = ['', '-wal', '-shm'] as const;

/** `20260102T030405678Z`: sorts by time, and is a file name everywhere. */
function stamp(at: Date): string {
  return at.toISOString().replace(/[-:.]/g, '');
}

/**
 * Renames a damaged database and its companions, so that nothing writes to them any more.
 * @returns the error to throw: STORE_DAMAGED, whose `setAside` is where the database now is (where the rename is
 * refused, as on Windows while another program has it open: where it was)
 */
export function setAside(path: string, at: Date): KilnError {
  const target = `${path}${MARK}${stamp(at)}`;
  try {
    for (const companion of COMPANIONS) {
      if (existsSync(path + companion)) renameSync(path + companion, target + companion);
    }
    return new KilnError('STORE_DAMAGED', { path, setAside: target });
  } catch (cause) {
    return new KilnError('STORE_DAMAGED', { path, setAside: existsSync(path) ? path : target }, { cause });
  }
}

/**
 * Where a ledger was set aside and none stands in its place, a new one would begin empty and hand out licenses
 * a second time. So Kiln stays shut until the operator puts a backup at `path`, or moves the damaged file out of
 * the folder to say that a new ledger is wanted.
 * @throws KilnError STORE_DAMAGED
 */
export function refuseToStartOver(path: string, now: Date): void {
  const stands = existsSync(path);
  if (stands && statSync(path).size > 0) return;
  const folder = dirname(path);
  const damaged = readdirSync(folder)
    .filter((name) => name.startsWith(basename(path) + MARK) && !/-(wal|shm)$/.test(name))
    .sort()
    .at(-1);
  if (damaged !== undefined) throw new KilnError('STORE_DAMAGED', { path, setAside: join(folder, damaged) });
  // Cut to nothing, beside the firmware of its tokens: that is no new ledger either.
  if (stands && readdirSync(folder).includes('firmware')) throw setAside(path, now);
}
