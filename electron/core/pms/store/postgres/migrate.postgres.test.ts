import { expect, test } from 'vitest';

import { fixedKey, fixedSecrets } from '../../../secrets/testing/fixed-key.js';
import { reconcile } from '../../ledger/reconcile.js';
import { AFTER_5, FORMAT_4_LEDGER, FORMAT_4_LICENSES, FORMAT_4_LOOK } from '../../testing/format-4.js';
import { freshDatabase } from '../../testing/fresh-database.js';
import { POSTGRES_FORMATS } from '../migrations/postgres.js';
import { openPostgresStore } from './postgres-store.js';

test('a ledger of format 4 is carried over with every kind of license', async () => {
  const database = await freshDatabase();
  for (const { number, sql, after = '' } of POSTGRES_FORMATS) {
    if (number <= 4) await database.sql(`${sql};${after}`);
  }
  await database.sql(
    'CREATE TABLE kiln_format (format integer NOT NULL); INSERT INTO kiln_format VALUES (4)',
  );
  await database.sql(FORMAT_4_LEDGER);
  const look = async () => {
    const seen = [];
    for (const sql of FORMAT_4_LOOK) seen.push(await database.sql(sql));
    return seen;
  };
  const before = await look();
  expect(before[0]).toHaveLength(FORMAT_4_LICENSES);

  const store = await openPostgresStore({ database: database.url, key: fixedKey });
  expect(fixedSecrets.keyMark).toBe(
    ((await database.sql('SELECT mark FROM ledger_key'))[0] as { mark: string }).mark,
  );
  expect(await database.sql('SELECT format FROM kiln_format')).toEqual([
    { format: POSTGRES_FORMATS.at(-1)?.number },
  ]);
  expect(await look()).toEqual(before);
  expect(await database.sql('SELECT DISTINCT leased_to, leased_until FROM license')).toEqual([
    { leased_to: null, leased_until: null },
  ]);
  expect(await database.sql('SELECT DISTINCT mode FROM run')).toEqual([{ mode: null }]);
  const { balanced, faults } = await store.read((rows) => reconcile(rows, []));
  expect({ balanced, faults }).toEqual({ balanced: true, faults: [] });
  for (const [sql, refusal] of AFTER_5) {
    if (refusal === null) await database.sql(sql);
    else await expect(database.sql(sql), sql).rejects.toThrow(refusal);
  }
  await store.close();
  await database.drop();
});
