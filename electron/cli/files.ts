import { createInterface } from 'node:readline/promises';

import { KilnError } from '../../shared/errors/kiln-error.js';
import type { Environment } from './environment.js';

/** Never an argument: those are seen by everybody on the machine. @throws KilnError USAGE */
export async function passwordOf({ stdin }: Environment): Promise<string> {
  const lines = createInterface({ input: stdin, terminal: false });
  for await (const line of lines) return line;
  throw new KilnError('USAGE', { detail: 'the password is read from standard input, one line' });
}
