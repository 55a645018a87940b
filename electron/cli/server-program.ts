import type { Command } from 'commander';

import { pmsAheadCommand, type AheadOptions } from './commands/ahead.js';
import { pmsLoginCommand, pmsLogoutCommand, type LoginOptions } from './commands/login.js';
import { pmsOpenApiCommand, pmsServeCommand, type ServeOptions } from './commands/serve.js';
import type { CommonOptions, Environment } from './environment.js';

/** Where the books of a server are, for the commands that are given at its machine. */
export function withDatabase(command: Command): Command {
  return command
    .option('--database <url>', 'PostgreSQL, postgres://user@host/name; else the ledger of the data folder')
    .option(
      '--firmware-folder <dir>',
      'firmware files and kiln.key of a database, the same for all its servers (the data folder)',
    );
}

/** The PMS as a server, and sessions at one. */
export function addServerCommands(
  pms: Command,
  common: (command: Command) => Command,
  { environment, done }: { readonly environment: Environment; readonly done: (code: number) => void },
): void {
  withDatabase(common(pms.command('serve').description('answer stations and desks over HTTP')))
    .option('--listen <address>', 'host and port', '127.0.0.1:7443')
    .option('--cert <file>', 'certificate of this server, PEM, with those that lead to its signer')
    .option('--key <file>', 'its private key, PEM')
    .option('--insecure', 'without TLS also where others can listen in')
    .action(async (options: ServeOptions) => done(await pmsServeCommand(options, environment)));
  common(pms.command('openapi').description('the description of the API (OpenAPI 3.1)')).action(
    async (options: CommonOptions) => done(await pmsOpenApiCommand(options, environment)),
  );
  common(pms.command('login').description('log in at a server; the password is read from standard input'))
    .requiredOption('--email <email>', 'the account')
    .option('--ca <file>', 'certificate of whoever signed the server’s, PEM')
    .action(async (options: LoginOptions) => done(await pmsLoginCommand(options, environment)));
  common(pms.command('ahead').description('licenses set aside here for when the server is away'))
    .option('--give-back', 'give them back to the server')
    .action(async (options: AheadOptions) => done(await pmsAheadCommand(options, environment)));
  common(pms.command('logout').description('end the session at a server')).action(
    async (options: CommonOptions) => done(await pmsLogoutCommand(options, environment)),
  );
}
