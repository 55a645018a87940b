import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Backup, Backups, Secrets } from './api.js';

const Head = z.object({
  version: z.literal(1),
  mac: z.string().nullable(),
  chip: z.string(),
  flashBytes: z.number().int().positive(),
  at: z.string(),
  ranges: z.array(z.object({ start: z.number().int().min(0), length: z.number().int().positive() })),
});

/** Length of the head, head as JSON, then the bytes of the ranges one after the other. */
function pack({ ranges, ...rest }: Backup): Uint8Array {
  const places = ranges.map(({ start, bytes }) => ({ start, length: bytes.length }));
  const head = Buffer.from(JSON.stringify({ version: 1, ...rest, ranges: places }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return new Uint8Array(Buffer.concat([length, head, ...ranges.map(({ bytes }) => bytes)]));
}

function unpack(bytes: Uint8Array): Backup {
  const file = Buffer.from(bytes);
  const headEnd = 4 + file.readUInt32LE(0);
  const {
    mac,
    chip,
    flashBytes,
    at: made,
    ranges,
  } = Head.parse(JSON.parse(file.toString('utf8', 4, headEnd)));
  let at = headEnd;
  const filled = ranges.map(({ start, length }) => {
    const part = new Uint8Array(file.subarray(at, (at += length)));
    if (part.length !== length) throw new RangeError('too short');
    return { start, bytes: part };
  });
  return { mac, chip, flashBytes, at: made, ranges: filled };
}

/** `d81f12004a07-20261125-084130.kilnbackup` */
function fileName({ mac, at }: Backup): string {
  const stamp = at.slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `${mac ?? 'no-mac'}-${stamp}`;
}

async function writeNew(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  for (let nth = 0; ; nth += 1) {
    const path = join(folder, `${name}${nth === 0 ? '' : `-${nth}`}.kilnbackup`);
    try {
      // Claims the name, so that no backup ever takes the place of another.
      await (await open(path, 'wx', 0o600)).close();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw error;
    }
    const draft = `${path}.part`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      // What is erased next exists nowhere else.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    return path;
  }
}

/** Backups as sealed files in a folder. */
export function fileBackups(folder: string, secrets: Secrets): Backups {
  return {
    async save(backup) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return await writeNew(folder, fileName(backup), await secrets.seal(pack(backup)));
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause);
        throw new KilnError('BACKUP_FAILED', { path: folder, detail }, { cause });
      }
    },
    async load(path) {
      const sealed = await readFile(path).catch((cause: unknown) => {
        const detail = cause instanceof Error ? cause.message : String(cause);
        throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause });
      });
      try {
        return unpack(await secrets.open(sealed));
      } catch (cause) {
        throw new KilnError('BACKUP_UNREADABLE', { path }, { cause });
      }
    },
  };
}
