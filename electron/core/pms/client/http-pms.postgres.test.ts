import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { openPostgresPms } from '../postgres-pms.js';
import { leasesContract } from '../testing/contract-leases.js';
import { countingRandom } from '../testing/fixture.js';
import { freshDatabase } from '../testing/fresh-database.js';
import { pmsContract } from '../testing/pms-contract.js';
import { overHttp } from '../testing/served-contract.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const served = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-http-pg-'));
  const database = await freshDatabase();
  const clock = new VirtualClock();
  const random = countingRandom();
  const after = (clean: () => Promise<void>): void => void cleanups.push(clean);
  after(async () => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  after(() => database.drop());
  const open = () => openPostgresPms({ database: database.url, folder, clock, random });
  return overHttp({ clock, after, open });
};
pmsContract('A server on PostgreSQL, asked over HTTP,', served);
leasesContract('A server on PostgreSQL, asked over HTTP,', served);
