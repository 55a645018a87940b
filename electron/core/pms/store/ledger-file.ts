import { statSync } from 'node:fs';
import { join } from 'node:path';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { KeySource } from '../../secrets/key-file.js';
import type { Secrets } from '../../secrets/secrets.js';
import { unlock } from '../../secrets/unlock.js';
import type { Clock } from '../../time/clock.js';
import { sleep } from '../../time/wait.js';
import { backUp } from './backup.js';
import { refuseToStartOver, setAside } from './damage.js';
import { makePrivateFile, makePrivateFolder } from './files.js';
import type { LedgerStore } from './engine.js';
import { SEALED_FORMAT } from './migrations/format.js';
import { KNOWN_FORMAT, formatOf, keyMarkOf, migrate } from './migrations/sqlite.js';
import { rowsOf, type Rows } from './query.js';
import { inLine } from './one-at-a-time.js';
import { openSqlite, sqlTrouble, unsoundness, type SqlConnection } from './sqlite.js';

/** The ledger of a data folder. */
export interface LedgerFile extends LedgerStore {
  /**
   * Copies it to a new file, as it is at one moment, while it is in use.
   * @param temporary a name in the folder of `to` that nobody else uses
   * @throws KilnError USAGE, FILE_UNREADABLE
   */
  backup(to: string, temporary: string): Promise<void>;
}

/** How long to wait for another process: `tries` times `waitMs` inside SQLite, with a breath in between. */
export interface Patience {
  readonly tries: number;
  readonly waitMs: number;
}

// A transaction of another process lasts milliseconds. A single long wait inside SQLite would stop every slot.
export const PATIENCE: Patience = { tries: 20, waitMs: 200 };
const BREATH_MS = 50;

interface Place {
  readonly folder: string;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly key: KeySource;
}

async function transaction<T>(
  connection: SqlConnection,
  kind: 'IMMEDIATE' | 'DEFERRED',
  task: () => Promise<T> | T,
): Promise<T> {
  connection.exec(`BEGIN ${kind}`);
  try {
    const result = await task();
    connection.exec('COMMIT');
    return result;
  } catch (thrown) {
    try {
      connection.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself (disk full, damage); the first error is the one that tells.
    }
    throw thrown;
  }
}

/** Tries again while another process holds the lock. @throws KilnError STORE_BUSY */
async function patiently<T>({ clock, patience }: Place, task: () => Promise<T> | T): Promise<T> {
  for (let left = patience.tries; left > 0; left -= 1) {
    try {
      return await task();
    } catch (thrown) {
      if (sqlTrouble(thrown) !== 'busy') throw thrown;
    }
    if (left > 1) await sleep(clock, BREATH_MS);
  }
  throw new KilnError('STORE_BUSY', { seconds: (patience.tries * patience.waitMs) / 1000 });
}

/** Looks without touching: closing a connection that may write would write the log back into what is damaged. */
function isSound(path: string, busyMs: number): boolean {
  if (statSync(path).size === 0) return true;
  let connection: SqlConnection | null = null;
  try {
    connection = openSqlite(path, { busyMs, readOnly: true });
    // Unlike quick_check it also compares the indexes, on which "one license, one board" rests.
    return unsoundness(connection, 1).length === 0;
  } catch (thrown) {
    if (sqlTrouble(thrown) === 'damaged') return false;
    throw thrown;
  } finally {
    connection?.close();
  }
}

interface Opened {
  readonly connection: SqlConnection;
  readonly secrets: Secrets;
}

async function openSound(path: string, { patience, key }: Place): Promise<Opened> {
  const connection = openSqlite(path, { busyMs: patience.waitMs });
  try {
    connection.exec('PRAGMA journal_mode = WAL');
    connection.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON');
    const found = formatOf(connection);
    const secrets = await unlock(key, keyMarkOf(connection));
    if (found !== KNOWN_FORMAT)
      await transaction(connection, 'IMMEDIATE', () => migrate(connection, secrets));
    if (found > 0 && found < SEALED_FORMAT) forget(connection);
    return { connection, secrets };
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
}

/** What was just sealed still stands open in pages and log that are free: both are written anew. */
function forget(connection: SqlConnection): void {
  try {
    connection.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (thrown) {
    // Another program reads: then it stands there until the next vacuum.
    if (sqlTrouble(thrown) !== 'busy') throw thrown;
  }
}

/**
 * Opens `ledger.sqlite` in a folder, makes it where there is none.
 * @throws KilnError STORE_DAMAGED {path, setAside}, STORE_NEWER {found, known}, STORE_BUSY, FILE_UNREADABLE,
 * SECRET_KEY_* {path}
 */
export async function openLedgerFile(place: Place): Promise<LedgerFile> {
  const path = join(place.folder, 'ledger.sqlite');
  makePrivateFolder(place.folder);
  refuseToStartOver(path, place.clock.wallTime());
  makePrivateFile(path);
  const { waitMs } = place.patience;
  const opened = await inLine(path, () =>
    patiently(place, () => (isSound(path, waitMs) ? openSound(path, place) : null)),
  ).catch((thrown: unknown) => {
    if (sqlTrouble(thrown) !== 'unusable') throw thrown;
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause: thrown });
  });
  if (opened === null) throw setAside(path, place.clock.wallTime());

  const { connection } = opened;
  const rows = rowsOf(connection, opened.secrets);
  const inTransaction = async <T>(
    kind: 'IMMEDIATE' | 'DEFERRED',
    task: (rows: Rows) => Promise<T>,
  ): Promise<T> => {
    try {
      return await inLine(path, () =>
        patiently(place, () => transaction(connection, kind, () => task(rows))),
      );
    } catch (thrown) {
      // Found in mid-work: it is set aside at the next start, when nobody has it open.
      if (sqlTrouble(thrown) === 'damaged')
        throw new KilnError('STORE_DAMAGED', { path, setAside: path }, { cause: thrown });
      throw thrown;
    }
  };
  let open = true;
  return {
    read: (task) => inTransaction('DEFERRED', task),
    write: (task) => inTransaction('IMMEDIATE', task),
    unsoundness: () => inTransaction('DEFERRED', () => Promise.resolve(unsoundness(connection))),
    backup: (to, temporary) => patiently(place, () => backUp({ from: path, to, temporary }, waitMs)),
    close() {
      if (open) connection.close();
      open = false;
      return Promise.resolve();
    },
  };
}
