import { writeFile } from 'node:fs/promises';

import type { InspectReport } from '../../../shared/contract/inspect.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { inspectImage } from '../../core/inspect/inspect-image.js';
import { readBoard } from '../../core/inspect/read-board.js';
import type { Environment } from '../environment.js';
import { readUserFile } from '../../core/writer/user-file.js';
import { inspectLines } from '../inspect-lines.js';
import { withLoader } from '../loader-session.js';
import type { Output } from '../output.js';
import { outputOf } from '../session.js';
import { repairContext } from './repair.js';
import { parseChip, type LoaderOptions } from './loader-options.js';

export interface InspectOptions extends Omit<LoaderOptions, 'port'> {
  /** One of the two. */
  readonly port?: string;
  readonly image?: string;
  readonly reveal?: boolean;
  /** Also ask the running application. */
  readonly ask?: boolean;
  /** File for the report as JSON. */
  readonly out?: string;
}

/** Prints a report, and keeps it where asked for. @throws KilnError FILE_UNREADABLE */
async function tell(report: InspectReport, options: InspectOptions, output: Output): Promise<void> {
  const { out } = options;
  if (out !== undefined) {
    await writeFile(out, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 }).catch((cause: unknown) => {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new KilnError('FILE_UNREADABLE', { path: out, detail }, { cause });
    });
  }
  const written = out === undefined ? [] : [`  ${output.say('cli.fileWritten', { path: out })}`];
  output.result({ event: 'done', operation: 'inspect', ...report }, [
    ...inspectLines(report, output),
    ...written,
  ]);
}

/** `kiln inspect`: what a dump or a board holds. Changes nothing. */
export async function inspectCommand(options: InspectOptions, environment: Environment): Promise<number> {
  const { image, port, reveal = false } = options;
  if ((image === undefined) === (port === undefined))
    throw new KilnError('USAGE', { detail: 'inspect: --image or --port' });
  const chip = parseChip(options.chip);
  if (port !== undefined)
    return withLoader({ ...options, port }, environment, async ({ transport, request, context, output }) => {
      const { report } = await readBoard(
        transport,
        { ...request, reveal, askRunning: options.ask ?? false },
        repairContext({ context, output }, environment),
      );
      await tell(report, options, output);
      return 0;
    });
  const report = inspectImage(await readUserFile(image ?? ''), { chip, reveal });
  await tell(report, options, outputOf(options, environment));
  return 0;
}
