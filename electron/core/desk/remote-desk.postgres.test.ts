import { rmSync } from 'node:fs';

import { afterEach } from 'vitest';

import { openPostgresPms } from '../pms/postgres-pms.js';
import { deskContract } from '../pms/testing/desk-contract.js';
import { countingRandom } from '../pms/testing/fixture.js';
import { quickFolder } from '../pms/testing/quick-folder.js';
import { usedLedgers } from '../pms/testing/used-ledgers.js';
import { fixedKey } from '../secrets/testing/fixed-key.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { httpDoor } from './testing/http-door.js';

const ledger = usedLedgers();
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});
const after = (clean: () => Promise<void>): void => void cleanups.push(clean);

deskContract('a server with PostgreSQL', async () => {
  const folder = quickFolder('kiln-desk-');
  const database = await ledger();
  after(() => database.drop());
  after(async () => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const clock = new VirtualClock();
  const random = countingRandom();
  const pms = await openPostgresPms({ database: database.url, folder, clock, random, key: fixedKey });
  return { pms, clock, door: (service) => httpDoor(service, after) };
});
