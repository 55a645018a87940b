import type { Command } from 'commander';

import { DELIVERY_MODES } from '../../shared/contract/pms/orders.js';
import { LICENSE_KINDS } from '../../shared/domain/license.js';
import {
  pmsAskCommand,
  pmsBoardsCommand,
  pmsExportCommand,
  pmsImportCommand,
  pmsInitCommand,
  tokenVerifyCommand,
  type ExportOptions,
  type InitOptions,
  type PoolImportOptions,
} from './commands/desk.js';
import { pmsOrderCommand, type OrderOptions } from './commands/order.js';
import type { CommonOptions, Environment } from './environment.js';
import { addLineCommands } from './line-program.js';
import { withDatabase } from './server-program.js';

interface Places {
  readonly pms: Command;
  readonly token: Command;
  /** Adds the options that every command with books takes. */
  readonly common: (command: Command) => Command;
}

/** The production desk on the command line; thin: the rules are those of the app and of the server. */
export function addDeskCommands(
  { pms, token, common }: Places,
  environment: Environment,
  done: (code: number) => void,
): void {
  withDatabase(
    common(pms.command('init').description('make the first admin; the password is read from standard input')),
  )
    .requiredOption('--email <email>', 'what the admin logs in with')
    .option('--name <name>', 'for people', 'Admin')
    .action(async (options: InitOptions) => done(await pmsInitCommand(options, environment)));
  common(pms.command('import <list>').description('take a license list (CSV, TSV, XLSX) into the pool'))
    .option('--kind <kind>', 'tuyaos or tuyaopen', 'tuyaos')
    .action(async (list: string, options: PoolImportOptions) =>
      done(await pmsImportCommand(list, options, environment)),
    );
  common(pms.command('export <file>').description('write the ledger, or the stock, to a .csv or .xlsx'))
    .option('--of <what>', 'ledger (no secrets) or stock (keys in plain text)', 'ledger')
    .action(async (file: string, options: ExportOptions) =>
      done(await pmsExportCommand(file, options, environment)),
    );
  addOrderCommand(common(pms.command('order [code]')), environment, done);
  addLineCommands(pms, common, { environment, done });
  common(pms.command('boards').description('the Sandwich boards that are known')).action(
    async (options: CommonOptions) => done(await pmsBoardsCommand(options, environment)),
  );
  common(
    pms
      .command('ask <operation> [request]')
      .description('any operation of the desk, e.g. ask order.list \'{"limit":5}\''),
  ).action(async (operation: string, request: string | undefined, options: CommonOptions) =>
    done(await pmsAskCommand(operation, request, { options, environment })),
  );
  common(
    token.command('verify <token>').description('Activation Code Verification: claim a token of an order'),
  ).action(async (name: string, options: CommonOptions) =>
    done(await tokenVerifyCommand(name, options, environment)),
  );
}

function addOrderCommand(command: Command, environment: Environment, done: (code: number) => void): void {
  command
    .description('order licenses for a product; with the code of an order, write what it delivers to a file')
    .option('--out <file>', 'a .zip for the credential, .csv or .xlsx for the license list')
    .option('--product <pid>', 'the product, by its PID')
    .option('--quantity <count>', 'how many licenses')
    .option('--free', 'the two free licenses of the product')
    .option('--mode <mode>', DELIVERY_MODES.join(', '), 'credential')
    .option('--identifier <name>', 'firmware identifier (the newest that is enabled)')
    .option('--version <version>', 'firmware version')
    .option('--kind <kind>', LICENSE_KINDS.join(' or '), 'tuyaos')
    .option('--development', 'licenses made up on purpose, for virtual boards')
    .option('--country <code>', 'country code to write, two letters')
    .option('--rssi <ssid:limit>', 'radio test: access point and least signal in dBm, e.g. test_ap:-60')
    .option('--gpio', 'pin test')
    .option('--effective <date>', 'first moment the token is good')
    .option('--expires <date>', 'last moment the token is good')
    .option('--macs <first..last>', 'addresses of the boards it is for')
    .option('--low-water <count>', 'warn below as many licenses; 0: never (a tenth of the quantity)')
    .action(async (code: string | undefined, options: OrderOptions) =>
      done(await pmsOrderCommand(code, options, environment)),
    );
}
