import type { Command } from 'commander';

import {
  craftLineCreateCommand,
  craftLineListCommand,
  workOrderCommand,
  workOrderCreateCommand,
  workOrderListCommand,
  workOrderResetCommand,
  type LineCreateOptions,
  type OrderCreateOptions,
  type OrderResetOptions,
} from './commands/line.js';
import type { CommonOptions, Environment } from './environment.js';

const several = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** Craft lines and work orders on the command line. */
export function addLineCommands(
  pms: Command,
  common: (command: Command) => Command,
  { environment, done }: { readonly environment: Environment; readonly done: (code: number) => void },
): void {
  const line = pms.command('craft-line').description('craft lines: the stations that boards pass');
  common(line.command('create <name>').description('make a craft line'))
    .requiredOption(
      '--station <code[=name]>',
      'a station; again for each, in the order boards pass them',
      several,
    )
    .action(async (name: string, options: LineCreateOptions) =>
      done(await craftLineCreateCommand(name, options, environment)),
    );
  common(line.command('list').description('the craft lines that there are')).action(
    async (options: CommonOptions) => done(await craftLineListCommand(options, environment)),
  );

  const order = pms.command('work-order').description('work orders: so many boards, along a craft line');
  common(order.command('create').description('make a work order; prints its code'))
    .requiredOption('--line <line>', 'id or name of its craft line')
    .requiredOption('--quantity <boards>', 'how many boards')
    .option('--token <token>', 'the token its stations run with')
    .action(async (options: OrderCreateOptions) => done(await workOrderCreateCommand(options, environment)));
  common(order.command('list').description('the work orders, newest first')).action(
    async (options: CommonOptions) => done(await workOrderListCommand(options, environment)),
  );
  common(order.command('show <code>').description('a work order, and how far each station has come')).action(
    async (code: string, options: CommonOptions) =>
      done(await workOrderCommand('workOrder.get', code, { options, environment })),
  );
  common(order.command('close <code>').description('a closed work order takes no more boards')).action(
    async (code: string, options: CommonOptions) =>
      done(await workOrderCommand('workOrder.close', code, { options, environment })),
  );
  common(order.command('reset <code>').description('take back what a board passed at a station and after it'))
    .requiredOption('--station <code>', 'the station it goes back to')
    .option('--mac <mac>', 'the board by its MAC')
    .option('--sn <text>', 'the board by its serial number')
    .action(async (code: string, options: OrderResetOptions) =>
      done(await workOrderResetCommand(code, options, environment)),
    );
}
