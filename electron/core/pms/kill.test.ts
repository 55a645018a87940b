import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { systemClock } from '../time/clock.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { openEmbeddedPms } from './embedded-pms.js';
import { Witness } from './testing/acknowledged.js';
import { audit } from './testing/audit.js';
import { countingRandom, request } from './testing/fixture.js';
import { buildWorker, runUntilKilled } from './testing/kill.js';

/** Two programs each; five hundred of real runs are a matter of `npm run stress -- ledger-kills`. */
const ROUNDS = 13;
const POOL = 60;
const BOARDS = 40;

let root: string;
let worker: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln-kill-'));
  worker = await buildWorker(fileURLToPath(new URL('./testing/ledger-worker.ts', import.meta.url)), root);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

test(
  'twenty-six programs killed in mid-work lose no acknowledged step and double no license',
  { timeout: 120_000 },
  async () => {
    const folder = join(root, 'data');
    const setUp = await openEmbeddedPms({ folder, clock: systemClock, random: countingRandom() });
    const { token } = await setUp.createToken(request(POOL));
    await setUp.close();
    const random = countingRandom(99);
    const witness = new Witness();
    const killed = (seed: number, lines: number) =>
      runUntilKilled(worker, [folder, token, String(seed), String(BOARDS)], (said, kill) => {
        if (said === lines) kill();
      });

    for (let round = 0; round < ROUNDS; round += 1) {
      const [first = 0, second = 0] = random(2);
      const said = await Promise.all([
        killed(2 * round + 1, 1 + (first % 40)),
        killed(2 * round + 2, 1 + (second % 40)),
      ]);
      expect(witness.heard(said.flat())).toEqual([]);
      const { licenses, faults } = await audit(folder);
      expect(faults).toEqual([]);
      expect(licenses).toHaveLength(POOL);
      expect(witness.compare(licenses)).toEqual([]);
    }
    expect(witness.steps).toBeGreaterThan(100);
    expect(witness.reached.size).toBeGreaterThan(10);

    // When the leases of the dead have run out, only what a board may hold is still in use.
    const later = new VirtualClock(Date.now() + 11 * 60_000);
    const pms = await openEmbeddedPms({ folder, clock: later, random: countingRandom() });
    const info = await pms.tokenInfo(token);
    await pms.close();
    const { licenses, faults } = await audit(folder);
    expect(faults).toEqual([]);
    expect(info).toMatchObject({ amount: POOL, reserved: 0 });
    expect(info.used).toBe(licenses.filter(({ exposed }) => exposed === 1).length);
    expect(info.used).toBeGreaterThanOrEqual(witness.boardOf.size);
  },
);
