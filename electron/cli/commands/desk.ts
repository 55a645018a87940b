import { basename, extname, resolve } from 'node:path';

import { PASSWORD_LEAST } from '../../../shared/contract/pms/accounts.js';
import { isPmsOperation } from '../../../shared/contract/pms/operations.js';
import type { PmsDownloadName } from '../../../shared/contract/pms/streams.js';
import { formatToken } from '../../../shared/domain/token.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Fields } from '../../core/desk/backend.js';
import { RemoteDesk } from '../../core/desk/remote-desk.js';
import { writeNewFile } from '../../core/desk/new-file.js';
import type { Remote } from '../../core/pms/client/remote.js';
import { makeFirstAdmin } from '../../core/pms/desk/accounts.js';
import { LOCAL_SESSION } from '../../core/pms/desk/context.js';
import { createPmsService, deskOf } from '../../core/pms/desk/rules.js';
import type { PmsService } from '../../core/pms/service.js';
import type { CommonOptions, Environment } from '../environment.js';
import type { Output } from '../output.js';
import { openBooks, type BooksOptions } from '../books.js';
import { passwordOf } from '../files.js';
import { outputOf, withServer } from '../session.js';

/** Whoever has the data folder has its books: the command line asks as the local account, accounts or not. */
export const ME = LOCAL_SESSION;

/** The door to the rules, here or at a server. */
export type Door = Pick<PmsService, 'perform' | 'receive' | 'send'>;

/** A server knows by its session who asks. */
function doorOf(remote: Remote): Door {
  const desk = new RemoteDesk(remote);
  return {
    perform: (operation, request) => desk.perform(operation, request as Fields) as never,
    receive: (stream, request, { content }) => desk.upload(stream, request as Fields, content) as never,
    send: (stream, request) => desk.download(stream, request as Fields),
  };
}

/** Opens the books, or the server that was named, and works at its desk. @returns exit code 0 */
export function atDesk(
  options: CommonOptions,
  environment: Environment,
  work: (service: Door, output: Output) => Promise<void>,
): Promise<number> {
  return withServer(options, environment, async (remote, output, kiln) => {
    await work(remote === null ? createPmsService(kiln.books, { local: true }) : doorOf(remote), output);
    return 0;
  });
}

export interface InitOptions extends BooksOptions {
  readonly email: string;
  readonly name: string;
}

/** `kiln pms init`: the first admin, which switches accounts on. */
export async function pmsInitCommand(options: InitOptions, environment: Environment): Promise<number> {
  const { say } = outputOf(options, environment);
  const password = await passwordOf(environment, {
    now: say('cli.newPassword', { least: PASSWORD_LEAST }),
    again: say('cli.passwordAgain'),
  });
  const { pms } = await openBooks(options, environment);
  try {
    const email = options.email.trim().toLowerCase();
    const account = await makeFirstAdmin(deskOf(pms, { local: true }), {
      email,
      name: options.name,
      password,
    });
    const output = outputOf(options, environment);
    output.result({ event: 'account', ...account }, [output.say('cli.adminMade', { email: account.email })]);
    return 0;
  } finally {
    await pms.close();
  }
}

export interface PoolImportOptions extends CommonOptions {
  readonly kind: string;
}

/** `kiln pms import`: a license list into the pool, whole or not at all. */
export function pmsImportCommand(
  list: string,
  options: PoolImportOptions,
  environment: Environment,
): Promise<number> {
  return atDesk(options, environment, async (service, output) => {
    const request = { name: basename(list), licenseKind: options.kind };
    const content = { path: resolve(list) };
    const made = await service.receive('pool.import', request, { session: ME, content });
    const lines = [output.say('cli.poolImported', { count: made.count, name: made.name })];
    if (made.development) lines.push(output.say('cli.development'));
    output.result({ event: 'import', ...made }, lines);
  });
}

export const isZip = (path: string): boolean => extname(path).toLowerCase() === '.zip';

/** `.xlsx`, else CSV. */
export const formatOf = (path: string): 'csv' | 'xlsx' =>
  extname(path).toLowerCase() === '.xlsx' ? 'xlsx' : 'csv';

export async function save(
  service: Door,
  output: Output,
  file: { readonly stream: PmsDownloadName; readonly request: object; readonly out: string },
): Promise<void> {
  const path = resolve(file.out);
  const bytes = await writeNewFile(path, await service.send(file.stream, file.request, ME));
  output.result({ event: 'file', path, bytes }, [output.say('cli.fileWritten', { path })]);
}

export interface ExportOptions extends CommonOptions {
  readonly of: string;
}

/** `kiln pms export`: a copy of the ledger without secrets, or of the licenses in stock with them. */
export function pmsExportCommand(
  out: string,
  options: ExportOptions,
  environment: Environment,
): Promise<number> {
  if (options.of !== 'ledger' && options.of !== 'stock') {
    throw new KilnError('USAGE', { detail: `--of ${options.of}: ledger or stock` });
  }
  const stream = options.of === 'ledger' ? 'ledger.export' : 'pool.export';
  return atDesk(options, environment, (service, output) =>
    save(service, output, { stream, request: { format: formatOf(out) }, out }),
  );
}

/** `kiln pms ask`: any operation of the desk, request and reply as JSON. */
export function pmsAskCommand(
  operation: string,
  request: string | undefined,
  { options, environment }: { readonly options: CommonOptions; readonly environment: Environment },
): Promise<number> {
  return atDesk(options, environment, async (service, output) => {
    if (!isPmsOperation(operation)) throw new KilnError('USAGE', { detail: `no operation ${operation}` });
    const reply = await service.perform(operation, parsed(request ?? '{}'), ME);
    output.result({ event: 'reply', operation, reply }, [JSON.stringify(reply, null, 2)]);
  });
}

/** @throws KilnError USAGE */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KilnError('USAGE', { detail: 'the request is no JSON' }, { cause });
  }
}

/** `kiln token verify`: Activation Code Verification. */
export function tokenVerifyCommand(
  token: string,
  options: CommonOptions,
  environment: Environment,
): Promise<number> {
  return atDesk(options, environment, async (service, output) => {
    const detail = await service.perform('token.verify', { token }, ME);
    output.result({ event: 'token', ...detail }, [
      output.say('cli.tokenVerified', { token: formatToken(detail.token) }),
    ]);
  });
}

/** `kiln pms boards`: the Sandwich boards that are known. */
export function pmsBoardsCommand(options: CommonOptions, environment: Environment): Promise<number> {
  return atDesk(options, environment, async (service, output) => {
    const { items } = await service.perform('board.list', {}, ME);
    output.result(
      { event: 'boards', items },
      items.map(
        ({ id, boundTo, codes }) => `${id.padEnd(16)} ${String(codes).padStart(4)}  ${boundTo ?? '-'}`,
      ),
    );
  });
}
