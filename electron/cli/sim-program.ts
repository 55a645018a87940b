import type { Command } from 'commander';

import { VIRTUAL_CHIPS } from '../../shared/domain/chip.js';
import { APPS, CONDITIONS, FAULTS } from '../core/simulator/index.js';
import { simCommand, type SimOptions } from './commands/sim.js';
import type { Environment } from './environment.js';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

interface Named {
  readonly says: string;
  readonly value?: string | null;
}

/** `--fault=VALUE`, with the value in brackets where it may be left out. */
function label(name: string, value: string | null | undefined): string {
  if (!value) return name;
  return value.startsWith('[') ? `${name}[=${value.slice(1)}` : `${name}=${value}`;
}

function table(title: string, entries: Readonly<Record<string, Named>>): string {
  const rows = Object.entries(entries).map(([name, { says, value }]) => [label(name, value), says] as const);
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return `\n${title}:\n${rows.map(([name, says]) => `  ${name.padEnd(width)}${says}`).join('\n')}\n`;
}

const HELP =
  table('Applications (--app)', APPS) +
  table('Conditions (--condition)', CONDITIONS) +
  table('Faults (--fault, as many as you like)', FAULTS);

/** `kiln sim` with everything that can be turned on a board. */
export function addSimCommand(
  command: Command,
  environment: Environment,
  done: (code: number) => void,
): void {
  command
    .description('a simulated board behind a pseudo terminal')
    .option('--chip <chip>', VIRTUAL_CHIPS.join(', '), 'BK7231N')
    .option('--link <path>', 'name for the port: a link that is made here')
    .option('--log-link <path>', "name for a second port: the board's log output (UART2)")
    .option('--mac <mac>', 'MAC address of the board')
    .option('--timing <timing>', 'instant, or realistic (pace of UART and flash)', 'instant')
    .option('--flash <file>', 'start with this flash content (as large as the flash)')
    .option('--dump-on-exit <file>', 'write the flash content on exit')
    .option('--fingerprint <name@version>', 'what the application answers where the image does not tell')
    .option('--app <name>', 'what runs on it, see below')
    .option('--condition <name>', 'what stands in its flash at first, see below')
    .option('--license <uuid,authkey[,psk]>', 'license of the condition; default: made up from the MAC')
    .option('--fault <name[=value]>', 'what goes wrong, see below; repeatable', collect, [])
    .option('--no-auto-reset', 'do not press reset when a host polls; type `reset` instead')
    .option('--seed <number>', 'seed of everything random on the board', '1')
    .addHelpText('after', HELP)
    .action(async (options: SimOptions) => done(await simCommand(options, environment)));
}
