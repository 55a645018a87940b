import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';

import { dataFolder } from '../core/data-folder.js';
import { openEmbeddedPms } from '../core/pms/embedded-pms.js';
import { bySilence } from '../core/pms/ledger/liveness.js';
import type { StorePms } from '../core/pms/store-pms.js';
import type { CommonOptions, Environment } from './environment.js';

/** Where the books of a server are: a database, or a data folder. */
export interface BooksOptions extends CommonOptions {
  readonly database?: string;
  readonly firmwareFolder?: string;
}

export interface Books {
  readonly pms: StorePms;
  readonly engine: 'sqlite' | 'postgres';
}

/** Opens the books as a server has them: its runs are elsewhere, so that silence alone tells who is gone. @throws KilnError STORE_*, SECRET_KEY_* */
export async function openBooks(
  options: BooksOptions,
  { env, platform, clock }: Environment,
): Promise<Books> {
  const place = dataFolder({ option: options.data, env, platform });
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const { database, firmwareFolder } = options;
  if (database === undefined) {
    const pms = await openEmbeddedPms({ folder: place, clock, random, liveness: bySilence() });
    return { pms, engine: 'sqlite' };
  }
  const folder = firmwareFolder === undefined ? place : resolve(firmwareFolder);
  // Loaded here: hardly any command works on a database.
  const { openPostgresPms } = await import('../core/pms/postgres-pms.js');
  return { pms: await openPostgresPms({ database, folder, clock, random }), engine: 'postgres' };
}
