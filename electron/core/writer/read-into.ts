import { open, readFile, rename, truncate } from 'node:fs/promises';

import type { LoaderContext, LoaderRequest, RangeReport } from '../beken/api.js';
import { readFlash } from '../beken/loader.js';
import type { Transport } from '../serial/transport.js';
import { unwritable } from './user-file.js';

/** What a read that was broken off left, if anything. */
async function partialOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    return new Uint8Array(0);
  }
}

export interface ReadInto {
  readonly path: string;
  readonly start: number;
  /** Bytes; null: to the end of the flash. */
  readonly length: number | null;
}

/**
 * Reads a range of the flash into a file. While it lasts the file is `path.part`; broken off, the next read goes on
 * from there.
 * @throws KilnError FILE_UNWRITABLE and what `readFlash` throws
 */
export async function readIntoFile(
  transport: Transport,
  { path, start, length }: ReadInto,
  request: LoaderRequest,
  context: LoaderContext,
): Promise<RangeReport> {
  const draft = `${path}.part`;
  const partial = await partialOf(draft);
  const file = await open(draft, partial.length > 0 ? 'r+' : 'w', 0o600).catch((cause: unknown) => {
    throw unwritable(draft, cause);
  });
  let report: RangeReport;
  try {
    const put = async (offset: number, bytes: Uint8Array): Promise<void> => {
      await file.write(bytes, 0, bytes.length, offset);
    };
    report = await readFlash(transport, { ...request, start, length, sink: { partial, put } }, context);
  } finally {
    await file.close();
  }
  try {
    // Sectors are whole, a range need not be; and an older beginning may have been longer.
    await truncate(draft, length ?? report.bytes);
    await rename(draft, path);
  } catch (cause) {
    throw unwritable(path, cause);
  }
  return report;
}
