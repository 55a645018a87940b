import { Command } from 'commander';

import { CHIP_NAMES, DEFAULT_BAUD_RATE, WHOLE_VIRTUAL_CHIPS } from '../../shared/domain/chip.js';
import { LICENSE_KINDS } from '../../shared/domain/license.js';
import { RUN_MODES } from '../../shared/domain/stage.js';
import type { BooksOptions } from './books.js';
import { demoCommand, type DemoOptions } from './commands/demo.js';
import { pmsBackupCommand, pmsReconcileCommand, type BackupOptions } from './commands/pms.js';
import { portsCommand } from './commands/ports.js';
import { runCommand, type RunOptions } from './commands/run.js';
import { sampleCommand, type SampleOptions } from './commands/sample.js';
import { tokenImportCommand, tokenShowCommand, type ImportOptions } from './commands/token.js';
import type { CommonOptions, Environment } from './environment.js';
import { addDeskCommands } from './desk-program.js';
import { addLoaderCommands } from './loader-program.js';
import { addServerCommands, withDatabase } from './server-program.js';
import { addSimCommand } from './sim-program.js';

const EXIT_HELP =
  '\nExit codes: 0 done, 1 failed on the board, 2 usage, 3 port, 4 token or license, 130 cancelled, 70 a fault of Kiln.';

/** Options of every command that opens the books. */
function withData(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder (also KILN_DATA)')
    .option('--pms <url>', 'work at this PMS server (also KILN_PMS), not on the books of the data folder');
}

function common(command: Command): Command {
  return command.option('--json', 'one JSON object a line').option('--lang <language>', 'en or zh-CN');
}

/** The command line of Kiln. `done` takes the exit code of whichever command ran. */
export function createProgram(environment: Environment, done: (code: number) => void, json = false): Command {
  const program = new Command('kiln')
    .description('Burn, authorize and prove Beken Wi-Fi modules over a UART.')
    .version(__KILN_VERSION__)
    .addHelpText('after', EXIT_HELP)
    // `kiln token import --version 1.0.0` is the firmware's version, not a question about Kiln's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void environment.out.write(text),
      writeErr: (text) => void (json || environment.err.write(text)),
    });

  common(program.command('ports').description('list the ports')).action(async (options: CommonOptions) => {
    done(await portsCommand(options, environment));
  });

  addSimCommand(common(program.command('sim')), environment, done);

  const token = program.command('token').description('tokens: license lists with their firmware');
  withData(
    common(
      token
        .command('import <list>')
        .description('make a token of a license list (CSV) and a firmware (QIO), or of the list alone'),
    ),
  )
    .option('--firmware <file>', 'production firmware, the file with the suffix QIO')
    .option('--authorization-only', 'no firmware: the boards carry theirs already')
    .option('--kind <kind>', `kind of the licenses: ${LICENSE_KINDS.join(' or ')}`, 'tuyaos')
    .requiredOption('--identifier <name>', 'firmware identifier, as the running firmware says it')
    .requiredOption('--version <version>', 'firmware version, as the running firmware says it')
    .option('--country <code>', 'country code to write, two letters')
    .option('--rssi <ssid:limit>', 'radio test: access point and least signal in dBm, e.g. test_ap:-60')
    .option('--gpio', 'pin test')
    .option('--user-config <file>', 'user configuration to write')
    .option('--expires <date>', 'last moment the token is good')
    .action(async (list: string, options: ImportOptions) =>
      done(await tokenImportCommand(list, options, environment)),
    );
  withData(
    common(token.command('show <token>').description('what a token is for, and what is left of it')),
  ).action(async (name: string, options: CommonOptions) =>
    done(await tokenShowCommand(name, options, environment)),
  );

  const pms = program
    .command('pms')
    .description(
      'the production desk: books, accounts, orders and stock, here or at a server; or be that server',
    );
  withData(
    common(pms.command('backup').description('copy the ledger to a new file, also while it is in use')),
  )
    .requiredOption('--out <file>', 'the file; it is of use with the kiln.key of the data folder')
    .action(async (options: BackupOptions) => done(await pmsBackupCommand(options, environment)));
  withDatabase(
    withData(common(pms.command('reconcile').description('prove that every license is accounted for'))),
  ).action(async (options: BooksOptions) => done(await pmsReconcileCommand(options, environment)));

  addServerCommands(pms, (command) => withData(common(command)), { environment, done });
  addDeskCommands({ pms, token, common: (command) => withData(common(command)) }, environment, done);

  withData(common(program.command('run').description('work on one board')))
    .requiredOption('--mode <mode>', `workstation: ${RUN_MODES.join(', ')}`)
    .option('--token <token>', 'the token; unlock, wipe and production-test need none')
    .option('--work-order <code>', 'work order, in place of a token: its flow is checked')
    .option('--station <code>', 'which station of its craft line this is; the first where left out')
    .option('--sn <text>', 'serial number of the board')
    .requiredOption('--port <port>', 'the port the board is wired to')
    .option('--baud <rate>', 'baud rate', String(DEFAULT_BAUD_RATE))
    .option('--chip <chip>', `auto, ${CHIP_NAMES.join(', ')}`, 'auto')
    .option('--wait <seconds>', 'how long to wait for the reset', '60')
    .option('--yes', 'wipe: the license of the board may go')
    .option('--rssi <ssid:limit>', 'radio test of a production-test without a token')
    .option('--gpio', 'pin test of a production-test without a token')
    .option('--same-license <what>', 'a board that holds its license already: keep, skip or refuse', 'keep')
    .option('--overwrite <reason>', 'write over any other license, and why')
    .option('--macs <list>', 'addresses for boards without one of their own: a,b,first..last')
    .option('--drop-fac-pin', 'do not write the factory PIN of the board again')
    .action(async (options: RunOptions) => done(await runCommand(options, environment)));

  withData(
    common(program.command('demo').description('the whole job on a virtual board, no hardware needed')),
  )
    .option('--fast', 'without the pace of UART and flash')
    .action(async (options: DemoOptions) => done(await demoCommand(options, environment)));

  common(
    program
      .command('sample')
      .description('write synthetic firmware files and development licenses to try Kiln with'),
  )
    .option('--chip <chip>', WHOLE_VIRTUAL_CHIPS.join(' or '), 'BK7231N')
    .option('--identifier <name>', 'firmware identifier', 'kiln_demo_light')
    .option('--version <version>', 'firmware version', '1.0.0')
    .option('--licenses <count>', 'rows of the license list', '20')
    .option('--out <dir>', 'folder to write to', '.')
    .action(async (options: SampleOptions) => done(await sampleCommand(options, environment)));

  addLoaderCommands(program, environment, done);
  return program;
}
