import { readFile } from 'node:fs/promises';

import { KilnError } from '../../../shared/errors/kiln-error.js';

function detailOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Reads a file the user named. @throws KilnError FILE_UNREADABLE {path, detail} */
export async function readUserFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new KilnError('FILE_UNREADABLE', { path, detail: detailOf(cause) }, { cause });
  }
}

/** What to throw where a file cannot be written. */
export function unwritable(path: string, cause: unknown): KilnError {
  return new KilnError('FILE_UNWRITABLE', { path, detail: detailOf(cause) }, { cause });
}
