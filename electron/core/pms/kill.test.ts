import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { systemClock } from '../time/clock.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { openEmbeddedPms } from './embedded-pms.js';
import { audit } from './testing/audit.js';
import { countingRandom, request } from './testing/fixture.js';
import type { Acknowledged } from './testing/ledger-worker.js';

const ROUNDS = 10;
const POOL = 60;
const BOARDS = 40;

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln-kill-'));
  // The worker finds its libraries from where it is built to.
  symlinkSync(
    fileURLToPath(new URL('../../../node_modules', import.meta.url)),
    join(root, 'node_modules'),
    'junction',
  );
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('./testing/ledger-worker.ts', import.meta.url)),
      outDir: join(root, 'built'),
      emptyOutDir: true,
      target: 'node20.18',
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  });
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Place {
  readonly folder: string;
  readonly token: string;
}

/** Lets a worker run until it said `lines` steps, then kills it. @returns all that it said, to the last whole line */
async function killed({ folder, token }: Place, seed: number, lines: number): Promise<Acknowledged[]> {
  const worker = spawn(
    process.execPath,
    [join(root, 'built', 'worker.mjs'), folder, token, String(seed), String(BOARDS)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    worker.once('close', (_code, signal) => resolve(signal)),
  );
  let complaint = '';
  worker.stderr.on('data', (text) => (complaint += String(text)));
  const said: Acknowledged[] = [];
  for await (const line of createInterface({ input: worker.stdout })) {
    if (!line.endsWith('}')) continue;
    said.push(JSON.parse(line) as Acknowledged);
    if (said.length === lines) worker.kill('SIGKILL');
  }
  expect([await ended, complaint]).toEqual(['SIGKILL', '']);
  return said;
}

test(
  'twenty programs killed in mid-work lose no acknowledged step and double no license',
  { timeout: 120_000 },
  async () => {
    const folder = join(root, 'data');
    const setUp = await openEmbeddedPms({ folder, clock: systemClock, random: countingRandom() });
    const { token } = await setUp.createToken(request(POOL));
    await setUp.close();
    const place = { folder, token };
    const random = countingRandom(99);
    const boardOf = new Map<string, string>();
    const reached = new Map<string, 'written' | 'validated'>();
    let acknowledged = 0;

    for (let round = 0; round < ROUNDS; round += 1) {
      const [first = 0, second = 0] = random(2);
      const said = await Promise.all([
        killed(place, 2 * round + 1, 1 + (first % 40)),
        killed(place, 2 * round + 2, 1 + (second % 40)),
      ]);
      for (const { step, mac, uuid } of said.flat()) {
        acknowledged += 1;
        if (step === 'reserve' || step === 'abandon') continue;
        // From expose on, this license is this board's, and no other's.
        expect([uuid, boardOf.get(uuid) ?? mac]).toEqual([uuid, mac]);
        boardOf.set(uuid, mac);
        if (step === 'write' && reached.get(uuid) !== 'validated') reached.set(uuid, 'written');
        if (step === 'validate') reached.set(uuid, 'validated');
      }

      const { licenses, faults } = await audit(folder);
      expect(faults).toEqual([]);
      expect(licenses).toHaveLength(POOL);
      for (const { uuid, mac, state, exposed } of licenses) {
        if (boardOf.has(uuid))
          expect({ uuid, mac, exposed }).toEqual({ uuid, mac: boardOf.get(uuid), exposed: 1 });
        if (reached.get(uuid) === 'validated') expect([uuid, state]).toEqual([uuid, 'validated']);
        if (reached.get(uuid) === 'written') expect(['written', 'validated']).toContain(state);
      }
      const boards = licenses.flatMap(({ mac }) => (mac === null ? [] : [mac]));
      expect(new Set(boards).size).toBe(boards.length);
    }
    expect(acknowledged).toBeGreaterThan(100);
    expect(reached.size).toBeGreaterThan(10);

    // When the leases of the dead have run out, only what a board may hold is still in use.
    const later = new VirtualClock(Date.now() + 11 * 60_000);
    const pms = await openEmbeddedPms({ folder, clock: later, random: countingRandom() });
    const info = await pms.tokenInfo(token);
    await pms.close();
    const { licenses, faults } = await audit(folder);
    expect(faults).toEqual([]);
    expect(info).toMatchObject({ amount: POOL, reserved: 0 });
    expect(info.used).toBe(licenses.filter(({ exposed }) => exposed === 1).length);
    expect(info.used).toBeGreaterThanOrEqual(boardOf.size);
  },
);
