import type { PoolClient } from 'pg';

import { stepsFrom } from '../migrations/format.js';
import { POSTGRES_FORMATS } from '../migrations/postgres.js';

/** "KILN"; with the schema it names the lock under which one server at a time changes the format. */
const LOCK = 0x4b494c4e;

/**
 * Brings a database up to the format of this Kiln. To be called inside a transaction, at whose end the lock goes.
 * @throws KilnError STORE_NEWER
 */
export async function migratePostgres(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))', [LOCK]);
  await client.query('CREATE TABLE IF NOT EXISTS kiln_format (format integer NOT NULL)');
  const { rows } = await client.query<{ format: number }>('SELECT format FROM kiln_format');
  const steps = stepsFrom(rows[0]?.format ?? 0, POSTGRES_FORMATS);
  for (const { sql } of steps) await client.query(sql);
  const last = steps.at(-1);
  if (last === undefined) return;
  await client.query('DELETE FROM kiln_format');
  await client.query('INSERT INTO kiln_format VALUES ($1)', [last.number]);
}
