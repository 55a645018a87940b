import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openEmbeddedPms } from '../electron/core/pms/embedded-pms.js';
import { Witness } from '../electron/core/pms/testing/acknowledged.js';
import { audit } from '../electron/core/pms/testing/audit.js';
import { countingRandom, request } from '../electron/core/pms/testing/fixture.js';
import { buildWorker, runUntilKilled } from '../electron/core/pms/testing/kill.js';
import { systemClock } from '../electron/core/time/clock.js';
import { VirtualClock } from '../electron/core/time/testing/virtual-clock.js';

/** Fewer than the addresses, so that the pool runs short and boards come again. */
const POOL = 400;
const ADDRESSES = 300;
/** A run of three boards takes less; a kill falls anywhere into it, or into the opening of the ledger. */
const LONGEST_MS = 500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Tally {
  readonly kills: number;
  readonly faults: readonly string[];
  readonly steps: number;
  readonly validated: number;
  readonly cutShort: number;
}

/** Kills a program in mid-run, again and again, and looks at the books each time. */
async function killAll(kills: number, folder: string, worker: string): Promise<Tally> {
  const setUp = await openEmbeddedPms({ folder, clock: systemClock, random: countingRandom() });
  const { token } = await setUp.createToken(request(POOL));
  await setUp.close();
  const random = countingRandom(Date.now());
  const witness = new Witness();
  const faults: string[] = [];
  let cutShort = 0;
  for (let kill = 1; kill <= kills && faults.length === 0; kill += 1) {
    const delay = (Buffer.from(random(2)).readUInt16LE() / 65_536) * LONGEST_MS;
    const args = [folder, token, String(kill), String(ADDRESSES)];
    const said = await runUntilKilled(worker, args, (count, end) => {
      if (count === 1) setTimeout(end, delay);
    });
    const { licenses, faults: found } = await audit(folder);
    faults.push(...witness.heard(said), ...found, ...witness.compare(licenses));
    if (licenses.length !== POOL) faults.push(`${licenses.length} licenses instead of ${POOL}`);
    if (said.at(-1)?.step !== 'validate') cutShort += 1;
    if (kill % 25 === 0) say(`${kill} kills, ${witness.steps} steps, ${faults.length} faults`);
  }
  // The leases of the dead run out: what no board saw is free again.
  const later = new VirtualClock(Date.now() + 11 * 60_000);
  const pms = await openEmbeddedPms({ folder, clock: later, random: countingRandom() });
  const { balanced, total, faults: found } = await pms.reconcile();
  await pms.close();
  if (!balanced || total.reserved > 0) faults.push(JSON.stringify({ total, found }));
  say(
    `issued ${total.issued} = free ${total.free} + reserved ${total.reserved} + written ${total.written} + validated ${total.validated} + quarantined ${total.quarantined}`,
  );
  return { kills, faults, steps: witness.steps, validated: total.validated, cutShort };
}

/** @returns the exit code */
export async function ledgerKills(kills: number): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'kiln-kills-'));
  const worker = await buildWorker(fileURLToPath(new URL('./run-worker.ts', import.meta.url)), root);
  const folder = join(root, 'data');
  const { faults, steps, validated, cutShort } = await killAll(kills, folder, worker);
  for (const fault of faults) say(`FAULT ${fault}`);
  if (faults.length > 0) {
    say(`The ledger is kept: ${folder}`);
    return 1;
  }
  rmSync(root, { recursive: true, force: true });
  say(
    `${kills} kills, ${cutShort} of them between two steps of a license; ${steps} steps acknowledged, none lost; ${validated} licenses validated, none given twice`,
  );
  return 0;
}
