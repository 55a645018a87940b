import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { PmsService } from '../service.js';
import { downloadRoutes } from './download-routes.js';
import { openApi } from './openapi.js';
import { operationRoutes } from './operation-routes.js';
import { sayErrors } from './refusals.js';
import { uploadRoutes } from './upload-routes.js';

/** JSON; the longest are a record and a token with its whole firmware. */
const MOST_JSON = 8 * 1024 * 1024;
const REQUEST_MS = 60_000;
const GRACE_MS = 10_000;

export interface PmsServerOptions {
  readonly service: PmsService;
  readonly version: string;
  /** Certificate and key in PEM; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Tries to log in, a minute and address. @default 10 */
  readonly logins?: number;
  /** Told of faults of the program; never of a request. */
  readonly onFault: (fault: unknown) => void;
}

export interface PmsServer {
  /** Its address once it listens, e.g. `http://127.0.0.1:7443`. @throws KilnError LISTEN_FAILED {address, detail} */
  listen(host: string, port: number): Promise<string>;
  /** Takes no new request, answers those it has, then stops. */
  close(): Promise<void>;
}

async function build(options: PmsServerOptions, temporary: string): Promise<FastifyInstance> {
  const { service, tls, logins = 10 } = options;
  const server = (
    tls === null
      ? Fastify({
          logger: false,
          bodyLimit: MOST_JSON,
          requestTimeout: REQUEST_MS,
          forceCloseConnections: 'idle',
        })
      : Fastify({
          logger: false,
          bodyLimit: MOST_JSON,
          requestTimeout: REQUEST_MS,
          forceCloseConnections: 'idle',
          https: tls,
        })
  ) as FastifyInstance;
  sayErrors(server, options.onFault);
  endConnections(server);
  await server.register(rateLimit, { global: false });
  const limit = { config: { rateLimit: { max: logins, timeWindow: 60_000 } } };
  operationRoutes(server, service, {
    'account.login': limit,
    'account.register': limit,
    'account.password': limit,
  });
  uploadRoutes(server, service, temporary);
  downloadRoutes(server, service);
  server.get('/health', () => ({ ok: true, pms: 'kiln', version: options.version }));
  server.get('/openapi.json', () => openApi(options.version));
  return server;
}

/**
 * Once the server is closing, every answer ends its connection: a station that keeps one open would hold up the end. Who
 * has not taken the answer by then is cut off.
 */
function endConnections(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    setTimeout(() => server.server.closeAllConnections(), GRACE_MS).unref();
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
}

/** The PMS over HTTP; what it answers is `PmsService`'s. */
export async function createPmsServer(options: PmsServerOptions): Promise<PmsServer> {
  const temporary = await mkdtemp(join(tmpdir(), 'kiln-pms-'));
  const server = await build(options, temporary);
  return {
    async listen(host, port) {
      try {
        return await server.listen({ host, port });
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause);
        throw new KilnError('LISTEN_FAILED', { address: `${host}:${port}`, detail }, { cause });
      }
    },
    async close() {
      await server.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
