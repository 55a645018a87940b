import { afterAll } from 'vitest';

import { fixedKey } from '../../secrets/testing/fixed-key.js';
import { openPostgresStore } from '../store/postgres/postgres-store.js';
import { freshDatabase, type FreshDatabase } from './fresh-database.js';

/** Removes and resets all that a test left, and puts back what a new ledger starts with. */
async function emptying(database: FreshDatabase): Promise<string> {
  const tables = await database.sql<{ name: string }>(
    'SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = current_schema()',
  );
  const filling: string[] = [];
  for (const { name } of tables) {
    const [found] = await database.sql<{ rows: string | null }>(
      `SELECT quote_literal(json_agg(whole_row)::text) AS rows FROM ${name} AS whole_row`,
    );
    if (found?.rows == null) continue;
    filling.push(`INSERT INTO ${name} OVERRIDING SYSTEM VALUE
      SELECT * FROM json_populate_recordset(NULL::${name}, ${found.rows})`);
  }
  return [
    'BEGIN',
    // Neither triggers nor foreign keys: the books are only added to.
    'SET LOCAL session_replication_role = replica',
    ...tables.map(({ name }) => `DELETE FROM ${name}`),
    ...filling,
    `SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
      FROM pg_sequences WHERE schemaname = current_schema()`,
    'COMMIT',
  ].join(';\n');
}

async function makeLedger(): Promise<{ readonly database: FreshDatabase; readonly empty: string }> {
  const database = await freshDatabase();
  await (await openPostgresStore({ database: database.url, key: fixedKey })).close();
  return { database, empty: await emptying(database) };
}

/**
 * Ledgers in PostgreSQL for the tests of one file, sealed with `fixedKey`: making one takes ten times as long as most
 * tests take in it, so `drop` only empties it, and the next test that asks gets the same. Call it at the top of the file.
 * Tests that change tables or triggers need a `freshDatabase`.
 */
export function usedLedgers(): () => Promise<FreshDatabase> {
  type Ledger = Awaited<ReturnType<typeof makeLedger>>;
  const idle: Ledger[] = [];
  afterAll(async () => {
    for (const { database } of idle.splice(0)) await database.drop();
  });
  return async () => {
    const ledger = idle.pop() ?? (await makeLedger());
    const { database, empty } = ledger;
    return {
      ...database,
      async drop() {
        await database.sql(empty);
        idle.push(ledger);
      },
    };
  };
}
