import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';

import { KilnError } from '../../shared/errors/kiln-error.js';
import type { Environment } from './environment.js';

/** Reads a file the user named. @throws KilnError FILE_UNREADABLE {path, detail} */
export async function readUserFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause: thrown });
  }
}

/** Never an argument: those are seen by everybody on the machine. @throws KilnError USAGE */
export async function passwordOf({ stdin }: Environment): Promise<string> {
  const lines = createInterface({ input: stdin, terminal: false });
  for await (const line of lines) return line;
  throw new KilnError('USAGE', { detail: 'the password is read from standard input, one line' });
}
