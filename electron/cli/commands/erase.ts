import { KilnError } from '../../../shared/errors/kiln-error.js';
import { eraseRange, eraseWholeChip } from '../../core/beken/loader.js';
import type { Environment } from '../environment.js';
import { rangeResult } from '../loader-result.js';
import { withLoader } from '../loader-session.js';
import { parseOverride, typedRange, type LoaderOptions, type RangeOptions } from './loader-options.js';

export interface EraseOptions extends LoaderOptions, RangeOptions {
  readonly override?: string;
}

/** `kiln erase`: exactly the range that was typed. Neither end is guessed. */
export async function eraseCommand(options: EraseOptions, environment: Environment): Promise<number> {
  const { start, length } = typedRange(options);
  if (start === null || length === null)
    throw new KilnError('USAGE', { detail: 'erase: --start and --length' });
  const override = parseOverride(options.override);
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const reason = override === undefined ? {} : { override };
    const report = await eraseRange(transport, { ...request, start, length, ...reason }, context);
    rangeResult(output, 'erase', report);
    return 0;
  });
}

export interface ChipEraseOptions extends LoaderOptions {
  readonly override: string;
}

/** `kiln chip-erase`: everything, calibration, MAC and license included; class N only. */
export async function chipEraseCommand(options: ChipEraseOptions, environment: Environment): Promise<number> {
  const override = parseOverride(options.override) ?? '';
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    rangeResult(output, 'chip-erase', await eraseWholeChip(transport, { ...request, override }, context));
    return 0;
  });
}
