import { readIntoFile } from '../../core/writer/read-into.js';
import type { Environment } from '../environment.js';
import { rangeResult } from '../loader-result.js';
import { withLoader } from '../loader-session.js';
import { typedRange, type LoaderOptions, type RangeOptions } from './loader-options.js';

export interface ReadOptions extends LoaderOptions, RangeOptions {
  readonly out: string;
}

/** `kiln read`: a range, or the whole flash, into a file. Broken off, it goes on where it was. */
export async function readCommand(options: ReadOptions, environment: Environment): Promise<number> {
  const { start, length } = typedRange(options);
  const { out } = options;
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const report = await readIntoFile(transport, { path: out, start: start ?? 0, length }, request, context);
    rangeResult(output, 'read', report, [`  ${output.say('cli.fileWritten', { path: out })}`]);
    return 0;
  });
}
