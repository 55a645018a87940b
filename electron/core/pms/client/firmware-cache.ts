import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { PMS_STREAMS } from '../../../../shared/contract/pms/streams.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { sleep } from '../../time/wait.js';
import { onWire } from '../http/place.js';
import type { Wire } from './wire.js';

const FILE_MS = 60_000;
const TRIES = 5;
const PAUSE_MS = 200;

const shaOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A firmware that is here already and is what it should be; one that is not is thrown away. */
async function kept(path: string, sha256: string): Promise<Uint8Array | null> {
  const content = await readFile(path).catch(() => null);
  if (content === null) return null;
  if (shaOf(content) === sha256) return new Uint8Array(content);
  await rm(path, { force: true });
  return null;
}

/** Fetches what is missing of a file behind what is there already. */
async function fetchRest(wire: Wire, token: string, { part, sha256 }: { part: string; sha256: string }) {
  const there = await stat(part).then(
    ({ size }) => size,
    () => 0,
  );
  const { target } = onWire(PMS_STREAMS['token.firmware'].http, { token });
  const headers: Record<string, string> =
    there === 0 ? {} : { range: `bytes=${there}-`, 'if-range': `"${sha256}"` };
  const answer = await wire.send('GET', target, { headers, answerMs: FILE_MS }).catch((thrown: unknown) => {
    // There is nothing behind what is there. Whether that is the file, its hash tells.
    if (thrown instanceof KilnError && thrown.code === 'PMS_FOREIGN' && thrown.data['detail'] === '416')
      return null;
    throw thrown;
  });
  if (answer === null) return;
  // A server that gives the whole although a part was asked for: the file changed there, begin anew.
  const flags = answer.statusCode === 206 ? 'a' : 'w';
  // As each piece comes, not through a pipe: a stream that is broken off takes with it what was not yet read or written.
  const file = openSync(part, flags, 0o600);
  try {
    await new Promise<void>((resolve, reject) => {
      answer.body.on('data', (piece: Uint8Array) => void writeSync(file, piece));
      answer.body.once('end', resolve).once('error', reject);
    });
  } finally {
    closeSync(file);
  }
}

/**
 * The firmware of a token, from the cache where it is there; else fetched, going on where a broken line left it.
 * @throws KilnError FIRMWARE_STORE where what came is not what it should be, PMS_UNREACHABLE, and what the server says
 */
export async function cachedFirmware(
  wire: Wire,
  folder: string,
  wanted: { readonly token: string; readonly sha256: string },
): Promise<Uint8Array> {
  const { token, sha256 } = wanted;
  const path = join(folder, `${sha256}.bin`);
  const there = await kept(path, sha256);
  if (there !== null) return there;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  for (let tries = 1; ; tries += 1) {
    try {
      await fetchRest(wire, token, { part, sha256 });
      const content = await readFile(part);
      if (shaOf(content) === sha256) {
        await rename(part, path);
        return new Uint8Array(content);
      }
      // Parts of two files, or a file of another length: begin anew, once.
      await rm(part, { force: true });
      throw new KilnError('FIRMWARE_STORE', { sha256 });
    } catch (thrown) {
      const error = broken(thrown, wire.url, path);
      const again = error.code === 'PMS_UNREACHABLE' || (error.code === 'FIRMWARE_STORE' && tries === 1);
      if (tries === TRIES || !again) throw error;
      await sleep(wire.clock, PAUSE_MS);
    }
  }
}

/** A line that broke in the middle of a file says so in its own words; a disk does as well. */
function broken(thrown: unknown, url: string, path: string): KilnError {
  if (thrown instanceof KilnError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const ofDisk = thrown instanceof Error && 'syscall' in thrown && 'path' in thrown;
  if (ofDisk) return new KilnError('FILE_UNREADABLE', { path, detail }, { cause: thrown });
  return new KilnError('PMS_UNREACHABLE', { url, detail }, { cause: thrown });
}
