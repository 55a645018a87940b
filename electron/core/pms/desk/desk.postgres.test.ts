import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { openPostgresPms } from '../postgres-pms.js';
import { arrivalContract } from '../testing/contract-desk-arrivals.js';
import { deskContract } from '../testing/desk-contract.js';
import { countingRandom } from '../testing/fixture.js';
import { freshDatabase } from '../testing/fresh-database.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

deskContract(
  'PostgreSQL',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kiln-desk-'));
    const database = await freshDatabase();
    cleanups.push(
      () => rmSync(folder, { recursive: true, force: true }),
      () => database.drop(),
    );
    const clock = new VirtualClock();
    return {
      pms: await openPostgresPms({ database: database.url, folder, clock, random: countingRandom() }),
      clock,
    };
  },
  arrivalContract,
);
