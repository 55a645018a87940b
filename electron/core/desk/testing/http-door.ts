import { createHash } from 'node:crypto';

import { PMS_OPERATIONS, type PmsReply } from '../../../../shared/contract/pms/operations.js';
import { systemClock } from '../../time/clock.js';
import { Wire } from '../../pms/client/wire.js';
import { pathFields } from '../../pms/http/place.js';
import { createPmsServer } from '../../pms/server/pms-server.js';
import type { PmsService, PmsSession } from '../../pms/service.js';
import type { Door } from '../../pms/testing/desk-bench.js';
import { RemoteDesk } from '../remote-desk.js';

/** The rules behind a server on a free port, and everybody's desk at the other end of the wire. */
export async function httpDoor(
  service: PmsService,
  after: (clean: () => Promise<void>) => void,
): Promise<Door> {
  const faults: unknown[] = [];
  const server = await createPmsServer({
    service,
    version: '0.0.0-test',
    tls: null,
    logins: 1000,
    onFault: (fault) => faults.push(fault),
  });
  const url = await server.listen('127.0.0.1', 0);
  after(async () => {
    await server.close();
    if (faults.length > 0) throw new Error('the server had a fault', { cause: faults[0] });
  });
  const desks = new Map<string | null, { desk: RemoteDesk; wire: Wire }>();
  after(async () => {
    for (const { wire } of desks.values()) await wire.close();
  });
  const bearers = new Map<string, string>();
  const of = (session: PmsSession | null): { desk: RemoteDesk; wire: Wire } => {
    const key = session?.bearer ?? null;
    const known = desks.get(key);
    if (known !== undefined) return known;
    const wire = new Wire({
      url,
      ca: null,
      clock: systemClock,
      bearer: () => (key === null ? null : (bearers.get(key) ?? null)),
    });
    const nobody = () => Promise.reject(new Error('not here'));
    const made = { wire, desk: new RemoteDesk({ wire, login: nobody, logout: nobody }) };
    desks.set(key, made);
    return made;
  };
  return {
    sessionOf: (bearer) => service.sessionOf(bearer),
    async perform(operation, request, session) {
      // An address without its parts is none: what a test leaves out there is made up.
      const parts = pathFields(PMS_OPERATIONS[operation].http.path).map((name) => [name, 'x']);
      const asked = { ...Object.fromEntries(parts), ...(request as object) } as never;
      const reply = await of(session).wire.perform(operation, asked);
      if (operation === 'account.login') {
        const { session: bearer } = reply as PmsReply<'account.login'>;
        bearers.set(createHash('sha256').update(bearer).digest('hex'), bearer);
      }
      return reply;
    },
    receive: (stream, request, { session, content }) =>
      of(session).desk.upload(stream, request as Record<string, unknown>, content) as never,
    send: (stream, request, session) => of(session).desk.download(stream, request as Record<string, unknown>),
  };
}
