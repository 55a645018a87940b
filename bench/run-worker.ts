import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';

import { openEmbeddedPms } from '../electron/core/pms/embedded-pms.js';
import type { Claim, Pms } from '../electron/core/pms/pms.js';
import type { Acknowledged } from '../electron/core/pms/testing/acknowledged.js';
import { countingRandom, macOf } from '../electron/core/pms/testing/fixture.js';
import { createPortHub } from '../electron/core/serial/port-hub.js';
import {
  AutoOperator,
  createBoard,
  createVirtualBackend,
  seededRandom,
} from '../electron/core/simulator/index.js';
import { runJob } from '../electron/core/station/run-job.js';
import { systemClock } from '../electron/core/time/clock.js';
import { VirtualClock } from '../electron/core/time/testing/virtual-clock.js';

const SLOTS = 3;

/** Says each step that the store acknowledged. */
function speaking(pms: Pms): Pms {
  const said = new Map<string, string>();
  const say = (step: Acknowledged['step'], { mac, runId }: Claim): void => {
    const line: Acknowledged = { step, mac, runId, uuid: said.get(runId) ?? '' };
    writeSync(1, `${JSON.stringify(line)}\n`);
  };
  const after =
    (step: Acknowledged['step'], work: (claim: Claim) => Promise<void>) => async (claim: Claim) => {
      await work(claim);
      say(step, claim);
    };
  const steps: Partial<Pms> = {
    async reserve(claim) {
      const held = await pms.reserve(claim);
      said.set(claim.runId, held.license.uuid);
      say('reserve', claim);
      return held;
    },
    expose: after('expose', (claim) => pms.expose(claim)),
    markWritten: after('write', (claim) => pms.markWritten(claim)),
    validate: after('validate', (claim) => pms.validate(claim)),
  };
  return new Proxy(pms, {
    get(target, name) {
      const own: unknown = Reflect.get(name in steps ? steps : target, name);
      // The store keeps its parts private: its calls are its own.
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}

/**
 * A program that does whole runs on virtual boards, three at a time, over and over: loader, production test, license.
 * The boards are in virtual time, as fast as the machine allows; the ledger is a real one. It never ends by itself.
 * Called with: folder, token, seed, number of addresses.
 */
async function main([folder = '', token = '', seed = '1', addresses = '1']: string[]): Promise<never> {
  const random = countingRandom(Number(seed));
  const pms = speaking(await openEmbeddedPms({ folder, clock: systemClock, random }));
  for (;;) {
    const clock = new VirtualClock();
    const wanted = new Set<number>();
    while (wanted.size < SLOTS) wanted.add(1 + (Buffer.from(random(2)).readUInt16LE() % Number(addresses)));
    const boards = [...wanted].map((number) => ({
      path: `virtual:${number}`,
      label: 'stress',
      board: createBoard({ chip: 'BK7231N', clock, mac: macOf(number), random: seededRandom(number) }),
    }));
    const operators = boards.map(({ board }) => new AutoOperator(board, { clock }));
    const ports = createPortHub({ backends: [createVirtualBackend({ clock, boards })], clock });
    // Neither a repair nor an address is asked for here.
    const refuse = (): Promise<never> => Promise.reject(new Error('not in this bench'));
    const unused = { save: refuse, load: refuse, take: refuse };
    const runs = boards.map(({ path }) =>
      runJob(
        { mode: 'burn-authorize', token, port: path, baudRate: 921_600, chip: 'auto', holder: 'stress' },
        { clock, pms, ports, newRunId: () => randomUUID(), backups: unused, macs: unused },
        { signal: new AbortController().signal, onEvent: () => undefined },
      ),
    );
    const records = await clock.run(Promise.all(runs));
    for (const operator of operators) operator.dispose();
    for (const { board } of boards) board.dispose();
    const failed = records.find(({ error }) => error !== null);
    if (failed !== undefined) throw new Error(`a run failed: ${JSON.stringify(failed.error)}`);
  }
}

void main(process.argv.slice(2));
