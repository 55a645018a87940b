import type { PoolClient } from 'pg';

import type { KeySource } from '../../../secrets/key-file.js';
import type { Secrets } from '../../../secrets/secrets.js';
import { unlock } from '../../../secrets/unlock.js';
import { SEALED_FORMAT, stepsFrom } from '../migrations/format.js';
import { POSTGRES_FORMATS } from '../migrations/postgres.js';
import { rowsOfClient } from './rows.js';

/** "KILN"; with the schema it names the lock under which one server at a time changes the format. */
const LOCK = 0x4b494c4e;

/**
 * Brings a database up to the format of this Kiln. To be called inside a transaction, at whose end the lock goes.
 * @returns what opens its sealed columns
 * @throws KilnError STORE_NEWER, SECRET_KEY_*
 */
export async function migratePostgres(client: PoolClient, key: KeySource): Promise<Secrets> {
  await client.query('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))', [LOCK]);
  await client.query('CREATE TABLE IF NOT EXISTS kiln_format (format integer NOT NULL)');
  const { rows } = await client.query<{ format: number }>('SELECT format FROM kiln_format');
  const found = rows[0]?.format ?? 0;
  const steps = stepsFrom(found, POSTGRES_FORMATS);
  const secrets = await unlock(key, found < SEALED_FORMAT ? null : await keyMarkOf(client));
  for (const { sql, fill, after } of steps) {
    await client.query(sql);
    await fill?.(rowsOfClient(client, secrets));
    if (after !== undefined) await client.query(after);
  }
  const last = steps.at(-1);
  if (last === undefined) return secrets;
  await client.query('DELETE FROM kiln_format');
  await client.query('INSERT INTO kiln_format VALUES ($1)', [last.number]);
  return secrets;
}

async function keyMarkOf(client: PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ mark: string }>('SELECT mark FROM ledger_key');
  return rows[0]?.mark ?? null;
}
