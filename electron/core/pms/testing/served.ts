import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '../../time/clock.js';
import { HttpPms } from '../client/http-pms.js';
import { Wire } from '../client/wire.js';
import { makeFirstAdmin } from '../desk/accounts.js';
import { createPmsService, deskOf } from '../desk/rules.js';
import { createPmsServer, type PmsServer } from '../server/pms-server.js';
import type { PmsService } from '../service.js';
import type { StorePms } from '../store-pms.js';

/** As little as argon2 takes: these tests prove no hash. */
export const CHEAP = { memoryCost: 8, timeCost: 1 };
export const ADMIN = { email: 'admin@plant.example', name: 'Admin', password: 'correct horse battery' };

export interface Served {
  readonly url: string;
  readonly service: PmsService;
  readonly server: PmsServer;
  /** Of the admin. */
  readonly bearer: string;
  readonly faults: unknown[];
  wire(bearer?: string | null): Wire;
  /** A station's Pms at this server. */
  pms(): HttpPms;
  close(): Promise<void>;
}

export interface Serving {
  readonly bearer?: string;
  readonly logins?: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly ca?: string;
}

/** Puts a Pms behind a server on a free port of this machine, with an admin logged in. */
export async function serve(pms: StorePms, serving: Serving = {}): Promise<Served> {
  const options = { local: false, hashCost: CHEAP };
  const service = createPmsService(pms, options);
  let { bearer } = serving;
  if (bearer === undefined) {
    await makeFirstAdmin(deskOf(pms, options), ADMIN);
    const { email, password } = ADMIN;
    bearer = (await service.perform('account.login', { email, password }, null)).session;
  }
  const faults: unknown[] = [];
  const { logins, tls = null, ca = null } = serving;
  const server = await createPmsServer({
    service,
    version: '0.0.0-test',
    tls,
    ...(logins === undefined ? {} : { logins }),
    onFault: (fault) => faults.push(fault),
  });
  const url = await server.listen('127.0.0.1', 0);
  const wires: Wire[] = [];
  const cache = mkdtempSync(join(tmpdir(), 'kiln-cache-'));
  const wire = (of: string | null = bearer): Wire => {
    const made = new Wire({ url, ca, clock: systemClock, bearer: () => of });
    wires.push(made);
    return made;
  };
  return {
    url,
    service,
    server,
    bearer,
    faults,
    wire,
    pms: () => new HttpPms(wire(), cache),
    async close() {
      for (const one of wires) await one.close();
      await server.close();
      rmSync(cache, { recursive: true, force: true });
    },
  };
}
