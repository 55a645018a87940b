import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { systemClock } from '../time/clock.js';
import { openPostgresPms } from './postgres-pms.js';
import { query } from './store/query.js';
import { openPostgresStore } from './store/postgres/postgres-store.js';
import { keyFile } from '../secrets/key-file.js';
import { Witness } from './testing/acknowledged.js';
import { auditRows } from './testing/audit.js';
import { countingRandom, request } from './testing/fixture.js';
import { freshDatabase, type FreshDatabase } from './testing/fresh-database.js';
import { buildWorker, runUntilKilled } from './testing/kill.js';

const ROUNDS = 2;
const POOL = 60;
const BOARDS = 40;

let root: string;
let worker: string;
let database: FreshDatabase;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln-kill-pg-'));
  database = await freshDatabase();
  worker = await buildWorker(fileURLToPath(new URL('./testing/ledger-worker.ts', import.meta.url)), root);
}, 60_000);
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await database.drop();
});

test('servers killed in mid-work, three at a time, lose no acknowledged step and double no license', async () => {
  const folder = join(root, 'data');
  const place = { database: database.url, folder, clock: systemClock, random: countingRandom() };
  const pms = await openPostgresPms(place);
  const { token } = await pms.createToken(request(POOL));
  await pms.close();
  const key = keyFile({ folder, random: countingRandom() });
  const store = await openPostgresStore({ database: database.url, key });
  const random = countingRandom(99);
  const witness = new Witness();
  const killed = (seed: number) => {
    const lines = 10 + ((random(1)[0] ?? 0) % 60);
    const args = [folder, token, String(seed), String(BOARDS), database.url];
    return runUntilKilled(worker, args, (said, kill) => {
      if (said === lines) kill();
    });
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const said = await Promise.all([1, 2, 3].map((number) => killed(3 * round + number)));
    expect(witness.heard(said.flat())).toEqual([]);
    // Waits for what the dead still hold: the server ends their transactions when it finds them gone.
    await store.write((rows) => rows.all(query.selectFrom('license').select('id').forUpdate()));
    const { licenses, faults } = await store.read((rows) => auditRows(rows));
    expect(faults).toEqual([]);
    expect(licenses).toHaveLength(POOL);
    expect(witness.compare(licenses)).toEqual([]);
  }
  expect(witness.steps).toBeGreaterThan(40);
  expect(witness.reached.size).toBeGreaterThan(5);
  await store.close();
});
