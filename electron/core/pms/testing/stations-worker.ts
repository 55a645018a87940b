import { text } from 'node:stream/consumers';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { systemClock } from '../../time/clock.js';
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
    onFault: (fault) => console.error(fault),
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

/** Takes every board of every station to its end, and says each step that a server acknowledged. */
async function work({ urls, bearer, token, name, boards, folder }: StationsWork): Promise<void> {
  const servers = urls.map(
    (url) => new HttpPms(new Wire({ url, ca: null, clock: systemClock, bearer: () => bearer }), folder),
  );
  await Promise.all(
    boards.map(async (own, station) => {
      for (const board of own) {
        const claim: Claim = { token, mac: macOf(board), runId: `${name}-${board}` };
        const { license } = await withSome(servers, station, (pms) => pms.reserve(claim));
        const say = (step: Acknowledged['step']): void =>
          write({ step, mac: claim.mac, uuid: license.uuid, runId: claim.runId } satisfies Acknowledged);
        say('reserve');
        await withSome(servers, station, (pms) => pms.expose(claim));
        say('expose');
        await withSome(servers, station, (pms) => pms.markWritten(claim));
        say('write');
        await withSome(servers, station, (pms) => pms.validate(claim));
        say('validate');
      }
    }),
  );
  await Promise.all(servers.map((pms) => pms.close()));
}

const [mode, ...args] = process.argv.slice(2);
if (mode === 'serve') void serve(args);
else void text(process.stdin).then((told) => work(JSON.parse(told) as StationsWork));
