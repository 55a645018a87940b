import { rmSync } from 'node:fs';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import { openEmbeddedPms } from './embedded-pms.js';
import { bySilence } from './ledger/liveness.js';
import { countingRandom, request } from './testing/fixture.js';
import { happenings, LeaseWorld } from './testing/lease-world.js';
import { quickFolder } from './testing/quick-folder.js';

test(
  'whatever stations lease, return, take and show: no license is on two boards, and the books balance',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (plan) => {
        const folder = quickFolder('kiln-lease-');
        const clock = new VirtualClock();
        const random = countingRandom();
        const pms = await openEmbeddedPms({ folder, clock, random, liveness: bySilence() });
        try {
          const { token } = await pms.createToken(request(9));
          expect(await new LeaseWorld(pms, clock, token).live(plan)).toEqual([]);
        } finally {
          await pms.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 8 },
    );
  },
);
