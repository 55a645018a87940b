import { expect, test } from 'vitest';

import { fixedSecrets } from '../../secrets/testing/fixed-key.js';
import { constraintContract, type BareLedger } from '../testing/contract-constraints.js';
import { leaseConstraintContract } from '../testing/contract-lease-constraints.js';
import { migrate } from './migrations/sqlite.js';
import { openSqlite, sqlTrouble } from './sqlite.js';

async function bare(): Promise<BareLedger> {
  const connection = openSqlite(':memory:', { busyMs: 5 });
  connection.exec('PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON');
  await migrate(connection, fixedSecrets);
  return {
    sql: (text) =>
      new Promise((resolve) => {
        if (text.startsWith('SELECT')) resolve(connection.prepare(text).all() as object[]);
        else {
          connection.exec(text);
          resolve([]);
        }
      }),
    close: () => Promise.resolve(connection.close()),
  };
}

constraintContract('SQLite', bare, { sequences: 60 });
leaseConstraintContract('SQLite', bare, { sequences: 60 });

const REPLACE = `INSERT OR REPLACE INTO license (id, token, uuid, authkey, psk_key, authkey_mark)
  VALUES (1, '0123456789ABCDEF', 'u', 'k1:b', 'k1:q', '${'c'.repeat(64)}')`;

test('SQLite replaces no license, and a constraint is no trouble of its file', async () => {
  const { sql, close } = await bare();
  await sql(`INSERT INTO token (token, identifier, version, gpio, development, created_at)
    VALUES ('0123456789ABCDEF', 'i', 'v', 0, 0, 0)`);
  await sql(REPLACE);
  const thrown = await sql(REPLACE).catch((refused: unknown) => refused);
  expect(String(thrown)).toContain('never removed');
  expect(sqlTrouble(thrown)).toBeNull();
  expect(sqlTrouble(new Error('some other error'))).toBeNull();
  expect(sqlTrouble('no error')).toBeNull();
  await close();
});
