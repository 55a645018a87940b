import type { Command } from 'commander';

import { UNLOCK_WAYS } from '../../shared/domain/repair.js';
import { BAUD_RATES, CHIP_NAMES, DEFAULT_BAUD_RATE } from '../../shared/domain/chip.js';
import {
  detectCommand,
  efuseCommand,
  goCommand,
  resetCommand,
  statusCommand,
  type ResetOptions,
  type StatusOptions,
} from './commands/detect.js';
import {
  chipEraseCommand,
  eraseCommand,
  type ChipEraseOptions,
  type EraseOptions,
} from './commands/erase.js';
import { inspectCommand, type InspectOptions } from './commands/inspect.js';
import type { LoaderOptions } from './commands/loader-options.js';
import {
  programCommand,
  verifyCommand,
  type ProgramOptions,
  type VerifyOptions,
} from './commands/program.js';
import { readCommand, type ReadOptions } from './commands/read.js';
import {
  backupCommand,
  restoreCommand,
  unlockCommand,
  wipeCommand,
  type BackupOptions,
  type RepairOptions,
  type RestoreOptions,
  type UnlockOptions,
} from './commands/repair.js';
import type { Environment } from './environment.js';

/** Options of every command that talks to a loader. */
function loader(command: Command): Command {
  return withoutPort(command.requiredOption('--port <port>', 'the port the board is wired to'));
}

function withoutPort(command: Command): Command {
  return command
    .option('--chip <chip>', `auto, ${CHIP_NAMES.join(', ')}`, 'auto')
    .option('--baud <rate>', `max, ${BAUD_RATES.join(', ')}`, String(DEFAULT_BAUD_RATE))
    .option('--wait <seconds>', 'how long to wait for the reset', '60')
    .option('--frames <file>', 'write the raw bytes of both directions to a file')
    .option('--no-reboot', 'leave the loader running for the next command')
    .option('--data <dir>', 'data folder (also KILN_DATA)')
    .option('--json', 'one JSON object a line')
    .option('--lang <language>', 'en or zh-CN');
}

function ranged(command: Command): Command {
  return loader(command)
    .option('--start <hex>', 'first byte, e.g. 0x11000')
    .option('--length <hex>', 'bytes, e.g. 0x119000');
}

/** Declares the commands that drive the loader alone. `done` takes the exit code of whichever ran. */
export function addLoaderCommands(
  program: Command,
  environment: Environment,
  done: (code: number) => void,
): void {
  ranged(program.command('program').description('write a firmware file and prove it'))
    .requiredOption('--file <file>', 'UA, QIO or dump; anything else needs --start')
    .option('--smart', 'write only the sectors that differ')
    .option('--backup <dir>', 'save the whole flash there first')
    .option('--override <reason>', 'write over calibration and MAC, or against the key of the chip')
    .action(async (options: ProgramOptions) => done(await programCommand(options, environment)));

  ranged(program.command('verify').description('compare a file with the flash'))
    .requiredOption('--file <file>', 'the file')
    .action(async (options: VerifyOptions) => done(await verifyCommand(options, environment)));

  ranged(program.command('erase').description('erase exactly a range, whole sectors'))
    .option('--override <reason>', 'erase calibration and MAC')
    .action(async (options: EraseOptions) => done(await eraseCommand(options, environment)));

  ranged(program.command('read').description('read a range, or the whole flash, into a file'))
    .requiredOption('--out <file>', 'the file; a broken read goes on from FILE.part')
    .action(async (options: ReadOptions) => done(await readCommand(options, environment)));

  loader(program.command('detect').description('say what is on a port')).action(
    async (options: LoaderOptions) => done(await detectCommand(options, environment)),
  );

  withoutPort(
    program.command('inspect').description('say what a board or a flash dump holds: license, lock, storage'),
  )
    .option('--port <port>', 'the port the board is wired to')
    .option('--image <file>', 'a flash dump instead of a board')
    .option('--ask', 'also ask the running application for its name and version')
    .option('--reveal', 'show license secrets whole; Wi-Fi passwords stay hidden')
    .option('--out <file>', 'write the report as JSON')
    .action(async (options: InspectOptions) => done(await inspectCommand(options, environment)));

  addRepairCommands(program, environment, done);

  loader(program.command('reset').description('restart a board that is in its loader'))
    .option('--watchdog', 'by the watchdog (class N)')
    .action(async (options: ResetOptions) => done(await resetCommand(options, environment)));

  loader(program.command('go').description('let a board that waits in its loader run its firmware')).action(
    async (options: LoaderOptions) => done(await goCommand(options, environment)),
  );

  loader(program.command('chip-erase').description('erase everything: bootloader, MAC, license (class N)'))
    .requiredOption('--override <reason>', 'why')
    .action(async (options: ChipEraseOptions) => done(await chipEraseCommand(options, environment)));

  loader(program.command('efuse').description('read the key in the eFuse (class N)')).action(
    async (options: LoaderOptions) => done(await efuseCommand(options, environment)),
  );

  loader(
    program
      .command('status-register')
      .description('read or write the status registers of the flash (class N)'),
  )
    .option('--write <bytes>', 'SPI command and bytes, e.g. "01 00 00"')
    .option('--override <reason>', 'why to write')
    .action(async (options: StatusOptions) => done(await statusCommand(options, environment)));
}

/** What changes a board's authorization; every one saves first what it changes. */
function addRepairCommands(program: Command, environment: Environment, done: (code: number) => void): void {
  const repair = (name: string, description: string): Command =>
    loader(program.command(name).description(description)).option('--yes', 'do not ask');
  repair('unlock', 'open a production test that was closed for good; the license stays')
    .option('--way <way>', `${UNLOCK_WAYS.join(', ')}; the surest for the board where omitted`)
    .option('--test-wait <seconds>', 'how long to wait for the production test', '30')
    .action(async (options: UnlockOptions) => done(await unlockCommand(options, environment)));

  repair('wipe', 'erase license, pairing and settings, every copy of them').action(
    async (options: RepairOptions) => done(await wipeCommand(options, environment)),
  );

  loader(program.command('backup').description('save the storage of a board, sealed, in the data folder'))
    .option('--whole', 'the whole flash')
    .action(async (options: BackupOptions) => done(await backupCommand(options, environment)));

  loader(program.command('restore').description('write the storage of a backup back to the same board'))
    .requiredOption('--backup <file>', 'the backup')
    .action(async (options: RestoreOptions) => done(await restoreCommand(options, environment)));
}
