import { rmSync } from 'node:fs';

import { afterEach } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { openEmbeddedPms } from '../embedded-pms.js';
import { bySilence } from '../ledger/liveness.js';
import { leasesContract } from '../testing/contract-leases.js';
import { countingRandom } from '../testing/fixture.js';
import { pmsContract } from '../testing/pms-contract.js';
import { quickFolder } from '../testing/quick-folder.js';
import { overHttp } from '../testing/served-contract.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const served = () => {
  const folder = quickFolder('kiln-http-');
  const clock = new VirtualClock();
  const random = countingRandom();
  // As `kiln serve` opens it.
  const open = () => openEmbeddedPms({ folder, clock, random, liveness: bySilence() });
  const after = (clean: () => Promise<void>): void => void cleanups.push(clean);
  after(async () => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  return overHttp({ clock, after, open });
};
pmsContract('A server on SQLite, asked over HTTP,', served);
leasesContract('A server on SQLite, asked over HTTP,', served);
