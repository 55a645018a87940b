import { rmSync } from 'node:fs';

import { afterEach } from 'vitest';

import { fixedKey } from '../../secrets/testing/fixed-key.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { openEmbeddedPms } from '../embedded-pms.js';
import { arrivalContract } from '../testing/contract-desk-arrivals.js';
import { deskContract } from '../testing/desk-contract.js';
import { countingRandom } from '../testing/fixture.js';
import { quickFolder } from '../testing/quick-folder.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

deskContract(
  'SQLite',
  async () => {
    const folder = quickFolder('kiln-desk-');
    folders.push(folder);
    const clock = new VirtualClock();
    const pms = await openEmbeddedPms({ folder, clock, random: countingRandom(), key: fixedKey });
    return { pms, clock };
  },
  arrivalContract,
);
