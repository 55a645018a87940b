import type { PoolClient } from 'pg';

import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import type { KeySource } from '../../../secrets/key-file.js';
import type { LedgerStore } from '../engine.js';
import { migratePostgres } from './migrate.js';
import { openPool } from './pool.js';
import { rowsOfClient } from './rows.js';
import { postgresTrouble } from './sql-state.js';

/** Each time somebody else got through, so that many in a row take as many others at the same rows. */
const TRIES = 20;

const LOCK_SECONDS = 10;

const READ = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
// The rules lock the rows they decide by; a lock that was waited for shows the row as it then is.
const WRITE = 'BEGIN ISOLATION LEVEL READ COMMITTED';

type Connect = () => Promise<PoolClient>;

async function transaction<T>(
  connect: Connect,
  begin: string,
  task: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await task(client);
    await client.query('COMMIT');
    return result;
  } catch (thrown) {
    // A connection that cannot even roll back goes; the server rolls back what it leaves.
    await client.query('ROLLBACK').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error('connection broken');
    });
    throw thrown;
  } finally {
    client.release(broken);
  }
}

/** Errors of the engine become errors with a name. */
function named(thrown: unknown, lockSeconds: number): unknown {
  const trouble = postgresTrouble(thrown);
  if (trouble === 'busy') return new KilnError('STORE_BUSY', { seconds: lockSeconds }, { cause: thrown });
  if (trouble !== 'unreachable') return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new KilnError('STORE_UNREACHABLE', { detail }, { cause: thrown });
}

/** Runs a task again from the start as long as others get in its way. */
async function again<T>(lockSeconds: number, task: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await task();
    } catch (thrown) {
      if (left <= 1 || postgresTrouble(thrown) !== 'crossed') throw named(thrown, lockSeconds);
    }
  }
}

export interface PostgresPlace {
  /** A connection URL; the tables are in the first schema of its search path. */
  readonly database: string;
  readonly key: KeySource;
  /** How long a call waits for one of another program. */
  readonly lockSeconds?: number | undefined;
}

/**
 * Opens a ledger on PostgreSQL, makes its tables where there are none. Any number of programs may have it open. How
 * durable a write is, is the server's own setting (synchronous_commit, fsync: on, as it comes).
 * @throws KilnError STORE_UNREACHABLE {detail}, STORE_NEWER {found, known}, STORE_BUSY, SECRET_KEY_*
 */
export async function openPostgresStore(place: PostgresPlace): Promise<LedgerStore> {
  const { database, key, lockSeconds = LOCK_SECONDS } = place;
  const pool = openPool(database, lockSeconds);
  const connect: Connect = () => pool.connect();
  const inTransaction = <T>(begin: string, task: (client: PoolClient) => Promise<T>): Promise<T> =>
    again(lockSeconds, () => transaction(connect, begin, task));
  let ending: Promise<void> | null = null;
  const close = (): Promise<void> => (ending ??= pool.end());
  try {
    const secrets = await inTransaction(WRITE, (client) => migratePostgres(client, key));
    return {
      read: (task) => inTransaction(READ, (client) => task(rowsOfClient(client, secrets))),
      write: (task) => inTransaction(WRITE, (client) => task(rowsOfClient(client, secrets))),
      unsoundness: () => Promise.resolve([]),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
