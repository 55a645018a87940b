import { rmSync } from 'node:fs';

import { expect, test } from 'vitest';

import { fixedKey } from '../../secrets/testing/fixed-key.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { openPostgresPms } from '../postgres-pms.js';
import { countingRandom, macOf, request } from './fixture.js';
import type { FreshDatabase } from './fresh-database.js';
import { quickFolder } from './quick-folder.js';
import { usedLedgers } from './used-ledgers.js';

const ledger = usedLedgers();

async function everything({ sql }: FreshDatabase): Promise<unknown[]> {
  const all: unknown[] = await sql(
    'SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1',
  );
  const tables = await sql<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
  );
  for (const { name } of tables) all.push(name, ...(await sql(`SELECT * FROM ${name}`)));
  return all;
}

test('a ledger that was given back is as it was made', async () => {
  const made = await ledger();
  const before = await everything(made);
  expect(before).toContainEqual({ format: expect.any(Number) as unknown });

  const folder = quickFolder('kiln-used-');
  const options = { database: made.url, folder, clock: new VirtualClock(), random: countingRandom() };
  const pms = await openPostgresPms({ ...options, key: fixedKey });
  const { token } = await pms.createToken(request(3));
  await pms.reserve({ token, mac: macOf(1), runId: 'run' });
  await pms.close();
  rmSync(folder, { recursive: true });
  expect(await everything(made)).not.toEqual(before);

  await made.drop();
  const again = await ledger();
  expect(again.url).toBe(made.url);
  expect(await everything(again)).toEqual(before);
  await again.drop();
});
