import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

import type { RepairPlan } from '../../../shared/contract/inspect.js';
import { UNLOCK_WAYS, type UnlockWay } from '../../../shared/domain/repair.js';
import { cancelled } from '../../../shared/errors/kiln-error.js';
import { dataFolder } from '../../core/data-folder.js';
import type { Backups, RepairContext, RepairEvent } from '../../core/inspect/api.js';
import { backupBoard, restoreBoard } from '../../core/inspect/backup-board.js';
import { fileBackups } from '../../core/inspect/backups.js';
import { fileSecrets } from '../../core/inspect/secrets-file.js';
import { keyFile } from '../../core/secrets/key-file.js';
import { unlockBoard } from '../../core/inspect/unlock.js';
import { wipeBoard } from '../../core/inspect/wipe.js';
import type { Environment } from '../environment.js';
import { planLines } from '../inspect-lines.js';
import { withLoader, type LoaderSession } from '../loader-session.js';
import { loaderSpeaker } from '../loader-speaker.js';
import type { Output } from '../output.js';
import type { LoaderOptions } from './loader-options.js';
import { usage } from '../usage.js';

export interface RepairOptions extends LoaderOptions {
  readonly yes?: boolean;
}

export interface UnlockOptions extends RepairOptions {
  readonly way?: string;
  readonly testWait: string;
}

export interface BackupOptions extends LoaderOptions {
  readonly whole?: boolean;
}

export interface RestoreOptions extends LoaderOptions {
  readonly backup: string;
}

/** @throws KilnError USAGE */
function parseWay(text: string | undefined): UnlockWay | undefined {
  if (text === undefined) return undefined;
  const way = UNLOCK_WAYS.find((known) => known === text);
  if (way === undefined) throw usage(`--way ${text}: one of ${UNLOCK_WAYS.join(', ')}`);
  return way;
}

/** @throws KilnError USAGE */
function parseSeconds(option: string, text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600)) throw usage(`${option} ${text}: seconds, up to 3600`);
  return seconds;
}

function backupsOf(options: LoaderOptions, { env, platform }: Environment): Backups {
  const folder = dataFolder({ option: options.data, env, platform });
  const key = keyFile({ folder, random: (bytes) => randomBytes(bytes) });
  return fileBackups(join(folder, 'backups'), fileSecrets(key));
}

/** Speaks of the loader as everywhere, and of what a repair has besides. */
export function repairContext(
  { context, output }: Pick<LoaderSession, 'context' | 'output'>,
  { clock }: Environment,
): RepairContext {
  const speak = loaderSpeaker(output, clock);
  const onEvent = (event: RepairEvent): void => {
    switch (event.type) {
      case 'backup':
        return output.note(
          { event: 'backup', path: event.path },
          `   ${output.say('ui.inspect.outcome.backup', { path: event.path })}`,
        );
      case 'test-stage':
        return output.note(
          { event: 'stage', stage: event.stage },
          `   ${output.say(`stages.${event.stage}`)}`,
        );
      case 'test-waiting': {
        const secondsLeft = Math.max(0, Math.round((event.deadline - clock.now()) / 1000));
        output.note({ event: 'waiting', stage: 'enter', secondsLeft, seen: event.seen }, null);
        return output.status(`>> ${output.say('ui.inspect.restartToEnter')}`);
      }
      default:
        return speak(event);
    }
  };
  return { ...context, onEvent };
}

/** Shows the plan and asks once. @throws KilnError CANCELLED where the answer is not yes, USAGE where nobody can be asked */
function asking(options: RepairOptions, environment: Environment, output: Output) {
  return async (plan: RepairPlan): Promise<void> => {
    output.note(
      { event: 'plan', ...plan },
      planLines(plan, output)
        .map((line) => `   ${line}`)
        .join('\n'),
    );
    if (options.yes === true || plan.erase.length === 0) return;
    const { stdin, err, signal } = environment;
    if (!('isTTY' in stdin) || stdin.isTTY !== true || output.json)
      throw usage('--yes: there is nobody to ask');
    const question = createInterface({ input: stdin, output: err });
    try {
      const answer = await question.question(output.say('ui.inspect.ask'), { signal });
      if (answer.trim().toLowerCase() !== 'yes') throw cancelled();
    } finally {
      question.close();
    }
  };
}

/** `kiln unlock`: opens the production test again; the board must answer with the same license in the end. */
export async function unlockCommand(options: UnlockOptions, environment: Environment): Promise<number> {
  const way = parseWay(options.way);
  const enterMs = parseSeconds('--test-wait', options.testWait) * 1000;
  return withLoader(options, environment, async (session) => {
    const { transport, output } = session;
    const confirm = asking(options, environment, output);
    const backups = backupsOf(options, environment);
    const request = { ...session.request, backups, confirm, enterMs, ...(way === undefined ? {} : { way }) };
    const outcome = await unlockBoard(transport, request, repairContext(session, environment));
    const said = outcome.way === 'open' ? 'open' : outcome.uuid === null ? 'unlockedNone' : 'unlocked';
    output.result({ event: 'done', operation: 'unlock', ...outcome }, [
      output.say('cli.pass'),
      `  ${output.say(`ui.inspect.outcome.${said}`)}`,
      ...(outcome.uuid === null ? [] : [`  ${output.say('ui.inspect.facts.uuid')} ${outcome.uuid}`]),
    ]);
    return 0;
  });
}

/** `kiln wipe`: erases every copy of the authorization. */
export function wipeCommand(options: RepairOptions, environment: Environment): Promise<number> {
  return withLoader(options, environment, async (session) => {
    const { transport, output } = session;
    const confirm = asking(options, environment, output);
    const request = { ...session.request, backups: backupsOf(options, environment), confirm };
    const { plan, mac, backup, erased } = await wipeBoard(
      transport,
      request,
      repairContext(session, environment),
    );
    const event = { event: 'done', operation: 'wipe', mac, backup, erased, license: plan.license };
    output.result(event, [output.say('cli.pass'), `  ${output.say('ui.inspect.outcome.wiped')}`]);
    return 0;
  });
}

/** `kiln backup`: the storage, or the whole flash, sealed. */
export function backupCommand(options: BackupOptions, environment: Environment): Promise<number> {
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const backups = backupsOf(options, environment);
    const backup = await backupBoard(
      transport,
      { ...request, backups, whole: options.whole ?? false },
      context,
    );
    const said = output.say('ui.inspect.outcome.backup', { path: backup });
    output.result({ event: 'done', operation: 'backup', backup }, [output.say('cli.pass'), `  ${said}`]);
    return 0;
  });
}

/** `kiln restore`: the storage of a backup, back to the board it was made of. */
export function restoreCommand(options: RestoreOptions, environment: Environment): Promise<number> {
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const backups = backupsOf(options, environment);
    const { mac, ranges } = await restoreBoard(
      transport,
      { ...request, backups, path: options.backup },
      context,
    );
    output.result({ event: 'done', operation: 'restore', mac, ranges }, [
      output.say('cli.pass'),
      `  ${output.say('ui.inspect.outcome.restored')}`,
    ]);
    return 0;
  });
}
