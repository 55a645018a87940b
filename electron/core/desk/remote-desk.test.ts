import { rmSync } from 'node:fs';

import { afterEach } from 'vitest';

import { openEmbeddedPms } from '../pms/embedded-pms.js';
import { deskContract } from '../pms/testing/desk-contract.js';
import { countingRandom } from '../pms/testing/fixture.js';
import { quickFolder } from '../pms/testing/quick-folder.js';
import { fixedKey } from '../secrets/testing/fixed-key.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { httpDoor } from './testing/http-door.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});
const after = (clean: () => Promise<void>): void => void cleanups.push(clean);

deskContract('a server with SQLite', async () => {
  const folder = quickFolder('kiln-desk-');
  after(async () => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const clock = new VirtualClock();
  const pms = await openEmbeddedPms({ folder, clock, random: countingRandom(), key: fixedKey });
  return { pms, clock, door: (service) => httpDoor(service, after) };
});
