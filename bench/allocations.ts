import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openEmbeddedPms } from '../electron/core/pms/embedded-pms.js';
import type { Pms } from '../electron/core/pms/pms.js';
import { openPostgresPms } from '../electron/core/pms/postgres-pms.js';
import { countingRandom, licenses, macOf, request } from '../electron/core/pms/testing/fixture.js';
import { startCluster } from '../electron/core/pms/testing/postgres-cluster.js';
import { systemClock } from '../electron/core/time/clock.js';

const POOL = 20_000;
const ASKING = 8;
const SECONDS = 5;

/** Boards that ask for a license, eight at a time, for some seconds. @returns allocations a second */
async function measure(pms: Pms): Promise<number> {
  const { token } = await pms.createToken(request(0, { licenses: licenses(POOL) }));
  const began = performance.now();
  let given = 0;
  await Promise.all(
    Array.from({ length: ASKING }, async () => {
      while (performance.now() - began < SECONDS * 1000 && given < POOL - ASKING) {
        given += 1;
        await pms.reserve({ token, mac: macOf(given), runId: `run-${given}` });
      }
    }),
  );
  await pms.close();
  return given / ((performance.now() - began) / 1000);
}

/** `npm run bench -- allocations`: a pool of 20,000 on both stores, without HTTP. @returns the exit code */
export async function allocations(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-allocations-'));
  const cluster = await startCluster();
  const place = { clock: systemClock, random: countingRandom() };
  try {
    const sqlite = await measure(await openEmbeddedPms({ ...place, folder: join(folder, 'a') }));
    const database = { database: cluster.url, folder: join(folder, 'b') };
    const postgres = await measure(await openPostgresPms({ ...place, ...database }));
    for (const [name, rate] of Object.entries({ sqlite, postgres })) {
      process.stdout.write(`${name.padEnd(10)} ${Math.round(rate)} allocations a second\n`);
    }
    return 0;
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
