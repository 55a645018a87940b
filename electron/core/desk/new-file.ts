import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Outgoing } from '../pms/service.js';

/** Only its owner reads it: it may hold keys. */
const OWNER_ONLY = 0o600;

/** Writes a download, whole or not at all. @returns its bytes. @throws KilnError FILE_UNREADABLE, and what reading it throws */
export async function writeNewFile(path: string, content: Outgoing): Promise<number> {
  const half = `${path}.part`;
  try {
    await pipeline(Readable.from(content.read()), createWriteStream(half, { mode: OWNER_ONLY }));
    await rename(half, path);
    return (await stat(path)).size;
  } catch (cause) {
    await rm(half, { force: true });
    if (cause instanceof KilnError) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause });
  }
}
