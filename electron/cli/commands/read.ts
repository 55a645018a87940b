import { open, readFile, rename, truncate } from 'node:fs/promises';

import type { RangeReport } from '../../core/beken/api.js';
import { readFlash } from '../../core/beken/loader.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Environment } from '../environment.js';
import { rangeResult } from '../loader-result.js';
import { withLoader, type LoaderSession } from '../loader-session.js';
import { typedRange, type LoaderOptions, type RangeOptions } from './loader-options.js';

export interface ReadOptions extends LoaderOptions, RangeOptions {
  readonly out: string;
}

/** What a read that was broken off left, if anything. */
async function partialOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    return new Uint8Array(0);
  }
}

function unusable(path: string, cause: unknown): KilnError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new KilnError('FILE_UNREADABLE', { path, detail }, { cause });
}

/** Reads into `path`; the file is complete and proved when this returns, and a beginning to go on from otherwise. */
async function readInto(
  path: string,
  session: LoaderSession,
  range: { readonly start: number; readonly length: number | null },
): Promise<RangeReport> {
  const { transport, context, request } = session;
  const partial = await partialOf(path);
  const file = await open(path, partial.length > 0 ? 'r+' : 'w', 0o600).catch((cause: unknown) => {
    throw unusable(path, cause);
  });
  try {
    const put = async (offset: number, bytes: Uint8Array): Promise<void> => {
      await file.write(bytes, 0, bytes.length, offset);
    };
    return await readFlash(transport, { ...request, ...range, sink: { partial, put } }, context);
  } finally {
    await file.close();
  }
}

/** `kiln read`: a range, or the whole flash, into a file. Broken off, it goes on where it was. */
export async function readCommand(options: ReadOptions, environment: Environment): Promise<number> {
  const { start, length } = typedRange(options);
  const { out } = options;
  return withLoader(options, environment, async (session) => {
    const draft = `${out}.part`;
    const report = await readInto(draft, session, { start: start ?? 0, length });
    // Sectors are whole, a range need not be; and an older beginning may have been longer.
    await truncate(draft, length ?? report.bytes);
    await rename(draft, out).catch((cause: unknown) => {
      throw unusable(out, cause);
    });
    const { output } = session;
    rangeResult(output, 'read', report, [`  ${output.say('cli.fileWritten', { path: out })}`]);
    return 0;
  });
}
