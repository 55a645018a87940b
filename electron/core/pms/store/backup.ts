import { existsSync, rmSync } from 'node:fs';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { makePrivateFile, onDisk, placeWritten } from './files.js';
import { copySqlite, openSqlite, unsoundness } from './sqlite.js';

/** One file that needs nothing beside it, checked: whoever needs a backup has no use for a damaged one. */
function finish(path: string, busyMs: number): void {
  const copy = openSqlite(path, { busyMs });
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
    const [found] = unsoundness(copy, 1);
    if (found !== undefined) throw new Error(found);
  } finally {
    copy.close();
  }
}

/**
 * Copies a ledger to a new file while it is in use. What is sealed stays sealed: the backup needs the same `kiln.key`.
 * @param temporary a name in the folder of `to` that nobody else uses
 * @throws KilnError USAGE where `to` is there already, FILE_UNREADABLE where it cannot be written
 */
export async function backUp(
  { from, to, temporary }: { readonly from: string; readonly to: string; readonly temporary: string },
  busyMs: number,
): Promise<void> {
  if (existsSync(to)) throw new KilnError('USAGE', { detail: `${to}: there is a file of this name already` });
  makePrivateFile(temporary);
  try {
    await copySqlite(from, temporary, busyMs);
    onDisk(to, () => finish(temporary, busyMs));
    placeWritten(to, temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}
