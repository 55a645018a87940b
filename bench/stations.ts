import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildWorker } from '../electron/core/pms/testing/kill.js';
import { startCluster } from '../electron/core/pms/testing/postgres-cluster.js';
import { runStations } from '../electron/core/pms/testing/stations.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * 200 stations at two servers of one database, every other one with licenses set aside, with programs and servers killed
 * on the way. @returns the exit code
 */
export async function stationsStress(licenses: number, stations: number): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'kiln-stations-'));
  const source = fileURLToPath(new URL('../electron/core/pms/testing/stations-worker.ts', import.meta.url));
  const cluster = await startCluster();
  try {
    const { faults, total, seconds, kills, steps } = await runStations({
      worker: await buildWorker(source, root),
      folder: join(root, 'data'),
      database: cluster.url,
      licenses,
      stations,
      programs: 4,
      kills: { stations: 6, server: 3 },
    });
    say(`${stations} stations, 2 servers, ${kills} kills, ${seconds.toFixed(1)} s`);
    say(`${steps} steps acknowledged, ${Math.round(steps / seconds)} a second`);
    say(
      `issued ${total.issued} = free ${total.free} + reserved ${total.reserved} + written ${total.written} + validated ${total.validated} + quarantined ${total.quarantined}`,
    );
    for (const fault of faults.slice(0, 20)) say(`! ${fault}`);
    const fine = faults.length === 0 && total.validated === licenses;
    say(fine ? 'no license twice, none lost' : `${faults.length} faults`);
    return fine ? 0 : 1;
  } finally {
    await cluster.stop();
    rmSync(root, { recursive: true, force: true });
  }
}
