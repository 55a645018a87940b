import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Reconciliation } from '../../../../shared/domain/reconciliation.js';
import { systemClock } from '../../time/clock.js';
import { makeFirstAdmin } from '../desk/accounts.js';
import { createPmsService, deskOf } from '../desk/rules.js';
import { openPostgresPms } from '../postgres-pms.js';
import { Witness, type Acknowledged } from './acknowledged.js';
import { auditRows } from './audit.js';
import { countingRandom, licenses, macOf, request } from './fixture.js';
import { ADMIN, CHEAP } from './served.js';
import type { StationsWork } from './stations-worker.js';

export interface StationsPlan {
  /** Built with `buildWorker`. */
  readonly worker: string;
  readonly folder: string;
  /** Of an empty PostgreSQL. */
  readonly database: string;
  readonly licenses: number;
  readonly stations: number;
  /** Programs that the stations are spread over. */
  readonly programs: number;
  /** Kills of station programs and of the second server, spread over the work. */
  readonly kills: { readonly stations: number; readonly server: number };
}

export interface StationsResult {
  readonly faults: readonly string[];
  readonly total: Reconciliation['total'];
  readonly seconds: number;
  readonly kills: number;
  /** Steps that a server acknowledged. */
  readonly steps: number;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A server process; ready when this resolves. */
async function startServer({ worker, folder, database }: StationsPlan, port: number): Promise<ChildProcess> {
  const args = [worker, 'serve', folder, database, String(port)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error('a server ended before it was ready')),
  );
  ended.catch(() => undefined);
  await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  return child;
}

/** The books, an admin who is logged in, and a token with all the licenses. */
async function prepare({ folder, database, licenses: count }: StationsPlan) {
  const pms = await openPostgresPms({ folder, database, clock: systemClock, random: countingRandom() });
  const options = { local: false, hashCost: CHEAP };
  await makeFirstAdmin(deskOf(pms, options), ADMIN);
  const { email, password } = ADMIN;
  const service = createPmsService(pms, options);
  const { session: bearer } = await service.perform('account.login', { email, password }, null);
  const { token } = await pms.createToken(request(0, { licenses: licenses(count) }));
  return { pms, bearer, token };
}

/** Many stations at two servers of one database, with some of both killed on the way; then the books are looked at. */
export async function runStations(plan: StationsPlan): Promise<StationsResult> {
  const { worker, folder, stations, programs, kills } = plan;
  const { pms, bearer, token } = await prepare(plan);
  const ports = [await freePort(), await freePort()] as const;
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const first = await startServer(plan, ports[0]);
  let second = await startServer(plan, ports[1]);
  const witness = new Witness();
  const faults: string[] = [];
  const left = new Set(Array.from({ length: plan.licenses }, (_, index) => index + 1));
  const boardOf = new Map([...left].map((board) => [macOf(board), board]));
  const running = new Map<number, ChildProcess>();
  let killed = 0;
  const began = performance.now();

  const runProgram = async (program: number, life: number): Promise<boolean> => {
    const own = [...left].filter((board) => board % programs === program);
    // One that was killed at its end still has licenses set aside.
    if (own.length === 0 && life === 0) return true;
    const each = Math.ceil(stations / programs);
    const boards = Array.from({ length: each }, (_, station) =>
      own.filter((_board, index) => index % each === station),
    );
    const child = spawn(process.execPath, [worker, 'stations'], { stdio: ['pipe', 'pipe', 'inherit'] });
    running.set(program, child);
    const closed = once(child, 'close') as Promise<[number | null, string | null]>;
    const name = `p${program}-${life}`;
    const told: StationsWork = {
      urls,
      bearer,
      token,
      name,
      program: `p${program}`,
      boards,
      folder: join(folder, 'cache'),
    };
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(told));
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.endsWith('}')) continue;
      const said = JSON.parse(line) as Acknowledged;
      faults.push(...witness.heard([said]));
      if (said.step === 'validate') left.delete(boardOf.get(said.mac) ?? 0);
    }
    const [code, signal] = await closed;
    running.delete(program);
    if (signal !== 'SIGKILL' && code !== 0) throw new Error(`stations ended with ${code ?? signal}`);
    return signal !== 'SIGKILL';
  };

  /** Programs are killed as the work goes on: at equal shares of it. */
  const share = (count: number, nth: number): number => plan.licenses * (1 - (nth + 1) / (count + 1));
  let serverKills = 0;
  let stationKills = 0;
  let restarting: Promise<void> = Promise.resolve();
  const killer = setInterval(() => {
    if (stationKills < kills.stations && left.size <= share(kills.stations, stationKills)) {
      const victims = [...running.values()];
      const victim = victims[stationKills % Math.max(1, victims.length)];
      if (victim?.kill('SIGKILL') === true) killed += 1;
      stationKills += 1;
    }
    if (serverKills < kills.server && left.size <= share(kills.server, serverKills)) {
      serverKills += 1;
      killed += 1;
      second.kill('SIGKILL');
      restarting = startServer(plan, ports[1]).then((again) => void (second = again));
    }
  }, 20);
  try {
    await Promise.all(
      Array.from({ length: programs }, async (_, program) => {
        for (let life = 0; !(await runProgram(program, life)); life += 1);
      }),
    );
    await restarting;
  } finally {
    clearInterval(killer);
    for (const child of running.values()) child.kill('SIGKILL');
    for (const server of [first, second]) {
      const gone = once(server, 'exit');
      server.stdin?.end();
      await gone;
    }
  }
  const seconds = (performance.now() - began) / 1000;
  const { licenses: rows, faults: unbalanced } = await pms.parts.store.read((of) => auditRows(of));
  faults.push(...unbalanced, ...witness.compare(rows));
  if (rows.length !== plan.licenses) faults.push(`${rows.length} licenses instead of ${plan.licenses}`);
  const { total, balanced } = await pms.reconcile();
  if (!balanced) faults.push('the books do not balance');
  await pms.close();
  return { faults, total, seconds, kills: killed, steps: witness.steps };
}
