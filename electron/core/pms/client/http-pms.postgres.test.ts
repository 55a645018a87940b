import { rmSync } from 'node:fs';

import { afterEach } from 'vitest';

import { fixedKey } from '../../secrets/testing/fixed-key.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { openPostgresPms } from '../postgres-pms.js';
import { leasesContract } from '../testing/contract-leases.js';
import { countingRandom } from '../testing/fixture.js';
import { pmsContract } from '../testing/pms-contract.js';
import { quickFolder } from '../testing/quick-folder.js';
import { overHttp } from '../testing/served-contract.js';
import { usedLedgers } from '../testing/used-ledgers.js';

const ledger = usedLedgers();
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const served = async () => {
  const folder = quickFolder('kiln-http-pg-');
  const database = await ledger();
  const clock = new VirtualClock();
  const random = countingRandom();
  const after = (clean: () => Promise<void>): void => void cleanups.push(clean);
  after(async () => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  after(() => database.drop());
  const open = () => openPostgresPms({ database: database.url, folder, clock, random, key: fixedKey });
  return overHttp({ clock, after, open });
};
pmsContract('A server on PostgreSQL, asked over HTTP,', served);
leasesContract('A server on PostgreSQL, asked over HTTP,', served);
