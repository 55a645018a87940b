import { text } from 'node:stream/consumers';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { systemClock } from '../../time/clock.js';
import { sleep } from '../../time/wait.js';
import { HttpPms } from '../client/http-pms.js';
import { Wire } from '../client/wire.js';
import { createPmsService } from '../desk/rules.js';
import type { Claim } from '../pms.js';
import { openPostgresPms } from '../postgres-pms.js';
import { createPmsServer } from '../server/pms-server.js';
import type { Acknowledged } from './acknowledged.js';
import { countingRandom, macOf } from './fixture.js';

/** What a station process is told on its standard input. */
export interface StationsWork {
  readonly urls: readonly string[];
  readonly bearer: string;
  readonly token: string;
  /** Names the process; part of every run id. */
  readonly name: string;
  /** The same for every process that takes the place of one that was killed. */
  readonly program: string;
  /** Boards of each station, by number. */
  readonly boards: readonly (readonly number[])[];
  readonly folder: string;
}

const write = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** `serve FOLDER DATABASE PORT`: one server of a database; ends when its standard input does. */
async function serve([folder = '', database = '', port = '0']: string[]): Promise<void> {
  const random = countingRandom(process.pid);
  const pms = await openPostgresPms({ folder, database, clock: systemClock, random });
  const server = await createPmsServer({
    service: createPmsService(pms, { local: false }),
    version: '0.0.0-test',
    tls: null,
    onFault: (fault) => void process.stderr.write(`${String(fault)}\n`),
  });
  write({ url: await server.listen('127.0.0.1', Number(port)) });
  await text(process.stdin);
  await server.close();
  await pms.close();
}

/** Asks one server, and where that is away the next one, until one answers. */
async function withSome<T>(
  servers: readonly HttpPms[],
  first: number,
  ask: (pms: HttpPms) => Promise<T>,
): Promise<T> {
  for (let at = first; ; at += 1) {
    try {
      return await ask(servers[at % servers.length]!);
    } catch (thrown) {
      const away =
        thrown instanceof KilnError &&
        ['PMS_UNREACHABLE', 'STORE_BUSY', 'STORE_UNREACHABLE'].includes(thrown.code);
      if (!away || at - first > 50) throw thrown;
    }
  }
}

interface Working {
  readonly servers: readonly HttpPms[];
  readonly token: string;
  /** Names the process; part of every run id. */
  readonly name: string;
  /** Which of the servers it asks first. */
  readonly first: number;
}

/** A board from its license on, said step by step as a server acknowledges it. */
async function finish({ servers, first }: Working, claim: Claim, uuid: string): Promise<void> {
  const say = (step: Acknowledged['step']): void =>
    write({ step, mac: claim.mac, uuid, runId: claim.runId } satisfies Acknowledged);
  say('expose');
  await withSome(servers, first, (pms) => pms.markWritten(claim));
  say('write');
  await withSome(servers, first, (pms) => pms.validate(claim));
  say('validate');
}

/** Reserves, and where others have the last ones set aside, waits until they give them back. */
async function allocate({ servers, first }: Working, claim: Claim): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    try {
      return (await withSome(servers, first, (pms) => pms.reserve(claim))).license.uuid;
    } catch (thrown) {
      const empty = thrown instanceof KilnError && thrown.code === 'POOL_EMPTY';
      if (!empty || tries === MOST_WAITS) throw thrown;
    }
    await sleep(systemClock, WAIT_MS);
  }
}

async function workOnline(working: Working, boards: readonly number[]): Promise<void> {
  const { servers, first, token, name } = working;
  for (const board of boards) {
    const claim: Claim = { token, mac: macOf(board), runId: `${name}-${board}` };
    const uuid = await allocate(working, claim);
    write({ step: 'reserve', mac: claim.mac, uuid, runId: claim.runId } satisfies Acknowledged);
    await withSome(servers, first, (pms) => pms.expose(claim));
    await finish(working, claim, uuid);
  }
}

/** How many a station sets aside. */
const AHEAD = 5;
const WAIT_MS = 20;
const MOST_WAITS = 3000;

/** Sets licenses aside and gives boards of these; what it was given before it was killed, it has again. */
async function workAhead(working: Working, station: string, boards: readonly number[]): Promise<void> {
  const { servers, first, token, name } = working;
  const taken = new Set<string>();
  let since: string | undefined;
  const topUp = async (left: number): Promise<string[]> => {
    const count = Math.min(AHEAD, left);
    const batch = await withSome(servers, first, (pms) => pms.lease({ token, station, count, since }));
    batch.taken.forEach((mac) => taken.add(mac));
    since = batch.asOf;
    const uuids = batch.licenses.map(({ uuid }) => uuid);
    const more = uuids.slice(batch.keep);
    if (more.length > 0)
      await withSome(servers, first, (pms) => pms.giveBack({ token, station, uuids: more }));
    return uuids.slice(0, batch.keep);
  };
  for (const [index, board] of boards.entries()) {
    const [uuid] = await topUp(boards.length - index);
    const claim: Claim = { token, mac: macOf(board), runId: `${name}-${board}` };
    // A board that has one already, or a token with too few: the server gives it.
    if (taken.has(claim.mac) || uuid === undefined) {
      await workOnline(working, [board]);
      continue;
    }
    write({ step: 'reserve', mac: claim.mac, uuid, runId: claim.runId } satisfies Acknowledged);
    await withSome(servers, first, (pms) => pms.take({ ...claim, station, uuid }));
    await finish(working, claim, uuid);
  }
  await topUp(0);
}

/** Takes every board of every station to its end; every other station sets licenses aside. */
async function work({ urls, bearer, token, name, program, boards, folder }: StationsWork): Promise<void> {
  const servers = urls.map(
    (url) => new HttpPms(new Wire({ url, ca: null, clock: systemClock, bearer: () => bearer }), folder),
  );
  await Promise.all(
    boards.map((own, station) => {
      const working = { servers, token, name, first: station };
      return station % 2 === 0 ? workOnline(working, own) : workAhead(working, `${program}-${station}`, own);
    }),
  );
  await Promise.all(servers.map((pms) => pms.close()));
}

const [mode, ...args] = process.argv.slice(2);
if (mode === 'serve') void serve(args);
else void text(process.stdin).then((told) => work(JSON.parse(told) as StationsWork));
