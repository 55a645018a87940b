import { readFile } from 'node:fs/promises';

import { KilnError } from '../../shared/errors/kiln-error.js';

/** Reads a file the user named. @throws KilnError FILE_UNREADABLE {path, detail} */
export async function readUserFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause: thrown });
  }
}
