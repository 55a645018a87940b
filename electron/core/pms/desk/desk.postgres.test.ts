import { rmSync } from 'node:fs';

import { afterEach } from 'vitest';

import { fixedKey } from '../../secrets/testing/fixed-key.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { openPostgresPms } from '../postgres-pms.js';
import { arrivalContract } from '../testing/contract-desk-arrivals.js';
import { deskContract } from '../testing/desk-contract.js';
import { countingRandom } from '../testing/fixture.js';
import { quickFolder } from '../testing/quick-folder.js';
import { usedLedgers } from '../testing/used-ledgers.js';

const ledger = usedLedgers();
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

deskContract(
  'PostgreSQL',
  async () => {
    const folder = quickFolder('kiln-desk-');
    const database = await ledger();
    cleanups.push(
      () => rmSync(folder, { recursive: true, force: true }),
      () => database.drop(),
    );
    const clock = new VirtualClock();
    const place = { database: database.url, folder, clock, random: countingRandom(), key: fixedKey };
    return { pms: await openPostgresPms(place), clock };
  },
  arrivalContract,
);
