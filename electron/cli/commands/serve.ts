import { createPmsService } from '../../core/pms/desk/rules.js';
import { accountsAreOn } from '../../core/pms/desk/sessions.js';
import { openApi } from '../../core/pms/server/openapi.js';
import { openBooks, type BooksOptions } from '../books.js';
import type { CommonOptions, Environment } from '../environment.js';
import { readUserFile } from '../../core/writer/user-file.js';
import { outputOf } from '../session.js';
import { usage } from '../usage.js';

export interface ServeOptions extends BooksOptions {
  readonly listen: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: boolean;
}

/** `127.0.0.1:7443`, `[::1]:7443`, `pms.example:7443`. @throws KilnError USAGE */
export function parseListen(text: string): { readonly host: string; readonly port: number } {
  const [, six, four, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = six ?? four;
  const port = Number(digits);
  if (host === undefined || !(port <= 65_535))
    throw usage(`--listen ${text}: host and port, e.g. 127.0.0.1:7443`);
  return { host, port };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

async function tlsOf({ cert, key }: ServeOptions): Promise<{ cert: string; key: string } | null> {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw usage('--cert and --key belong together');
  const [certificate, secret] = [await readUserFile(cert), await readUserFile(key)];
  return { cert: Buffer.from(certificate).toString(), key: Buffer.from(secret).toString() };
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** `kiln pms serve`: the PMS over HTTP until a signal ends it. Says one JSON line once it answers. */
export async function pmsServeCommand(options: ServeOptions, environment: Environment): Promise<number> {
  const { host, port } = parseListen(options.listen);
  const tls = await tlsOf(options);
  if (tls === null && !isLoopback(host) && options.insecure !== true) {
    throw usage(`--listen ${options.listen}: passwords and keys cross the network; give --cert and --key`);
  }
  const output = outputOf(options, environment);
  const { pms, engine } = await openBooks(options, environment);
  try {
    // Loaded here: no other command needs an HTTP server.
    const { createPmsServer } = await import('../../core/pms/server/pms-server.js');
    const server = await createPmsServer({
      service: createPmsService(pms, { local: false }),
      version: __KILN_VERSION__,
      tls,
      onFault: (fault) =>
        void environment.err.write(`${fault instanceof Error ? (fault.stack ?? '') : String(fault)}\n`),
    });
    try {
      const url = await server.listen(host, port);
      const accounts = await pms.parts.store.read(accountsAreOn);
      const line = { event: 'serving', url, store: engine, secure: tls !== null, accounts, pid: process.pid };
      environment.out.write(`${JSON.stringify(line)}\n`);
      if (!accounts) output.note({ event: 'no-admin' }, output.say('cli.noAdmin'));
      await ended(environment.signal);
    } finally {
      await server.close();
    }
  } finally {
    await pms.close();
  }
  return 0;
}

/** `kiln pms openapi`: the description of everything a server answers. */
export function pmsOpenApiCommand(_options: CommonOptions, environment: Environment): Promise<number> {
  environment.out.write(`${JSON.stringify(openApi(__KILN_VERSION__), null, 2)}\n`);
  return Promise.resolve(0);
}
