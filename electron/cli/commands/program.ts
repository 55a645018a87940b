import { basename, join } from 'node:path';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { ProgramRequest } from '../../core/beken/api.js';
import { program, verifyFlash } from '../../core/beken/loader.js';
import { backUp } from '../../core/writer/backup.js';
import { readUserFile } from '../../core/writer/user-file.js';
import { checkKey, factsOf, placed, type WantedImage } from '../../core/writer/wanted.js';
import type { Environment } from '../environment.js';
import { rangeResult } from '../loader-result.js';
import { withLoader } from '../loader-session.js';
import type { Output } from '../output.js';
import { outputOf } from '../session.js';
import { parseOverride, typedRange, type LoaderOptions, type RangeOptions } from './loader-options.js';

export interface ProgramOptions extends LoaderOptions, RangeOptions {
  readonly file: string;
  readonly smart?: boolean;
  readonly override?: string;
  /** Folder for a copy of the flash as it was. */
  readonly backup?: string;
}

/** Reads the file of a command. @throws KilnError FILE_UNREADABLE, FIRMWARE_*, USAGE */
async function wantedImage(
  options: RangeOptions & { readonly file: string },
  output: Output,
): Promise<WantedImage> {
  const { start, length } = typedRange(options);
  const image = await readUserFile(options.file);
  if (image.length === 0) throw new KilnError('FIRMWARE_EMPTY');
  const facts = factsOf(image, basename(options.file), start);
  for (const warning of facts?.warnings ?? []) {
    output.note({ event: 'file-warning', warning }, `   ${output.say('cli.fileWarning', { warning })}`);
  }
  return { image, facts, start, length };
}

/** `kiln program`: writes a file where it belongs, and proves it. */
export async function programCommand(options: ProgramOptions, environment: Environment): Promise<number> {
  const override = parseOverride(options.override);
  const wanted = await wantedImage(options, outputOf(options, environment));
  return withLoader(options, environment, async ({ transport, context, request, memory, output }) => {
    const place: ProgramRequest['place'] = async (board) => {
      const placement = placed(wanted, board.facts.chip);
      if (override === undefined) await checkKey(wanted, board);
      else
        output.note(
          { event: 'override', reason: override },
          `   ${output.say('cli.overridden', { reason: override })}`,
        );
      if (options.backup !== undefined) {
        const { folder, name } = await backUp(board, options.backup, context.clock.wallTime());
        const path = join(folder, name);
        output.note({ event: 'backup', path }, `   ${output.say('cli.backup', { path })}`);
      }
      return placement;
    };
    const { burned } = memory;
    const smart = options.smart === true;
    const reason = override === undefined ? {} : { override };
    const report = await program(transport, { ...request, place, smart, burned, ...reason }, context);
    const { written } = report;
    rangeResult(output, 'program', report, smart ? [`  ${output.say('cli.bytesWritten', { written })}`] : []);
    return 0;
  });
}

export interface VerifyOptions extends LoaderOptions, RangeOptions {
  readonly file: string;
}

/** `kiln verify`: compares a file with the flash; nothing is changed. */
export async function verifyCommand(options: VerifyOptions, environment: Environment): Promise<number> {
  const wanted = await wantedImage(options, outputOf(options, environment));
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const place: ProgramRequest['place'] = (board) => Promise.resolve(placed(wanted, board.facts.chip));
    rangeResult(output, 'verify', await verifyFlash(transport, { ...request, place }, context));
    return 0;
  });
}
