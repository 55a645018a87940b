import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshDatabase, type FreshDatabase } from './testing/fresh-database.js';
import { buildWorker } from './testing/kill.js';
import { runStations } from './testing/stations.js';

let root: string;
let worker: string;
let database: FreshDatabase;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln-stations-'));
  database = await freshDatabase();
  worker = await buildWorker(fileURLToPath(new URL('./testing/stations-worker.ts', import.meta.url)), root);
}, 60_000);
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await database.drop();
});

test('ten stations at two servers, one of them killed and one of the programs: no license twice, none lost', async () => {
  const { faults, total, kills } = await runStations({
    worker,
    folder: join(root, 'data'),
    database: database.url,
    licenses: 300,
    stations: 10,
    programs: 2,
    kills: { stations: 1, server: 1 },
  });
  expect(faults).toEqual([]);
  expect(total).toMatchObject({ issued: 300, validated: 300 });
  expect(kills).toBe(2);
}, 60_000);
