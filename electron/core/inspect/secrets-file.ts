import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Secrets } from './api.js';

const KEY_FILE = 'backup.key';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const MAGIC = Buffer.from('KILN-SEALED-1\n', 'latin1');
const ALGORITHM = 'aes-256-gcm';

async function loadKey(folder: string): Promise<Buffer> {
  const path = join(folder, KEY_FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    // Only the first one makes it, also where two begin at once.
    await writeFile(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
  }
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
  // Never replaced by a new one: the backups that were made with it would be lost without a word.
  if (key.length !== KEY_BYTES) throw new Error(`${path} holds no key`);
  return key;
}

/**
 * Seals with AES-256-GCM under a key of its own in the data folder, readable by its owner alone. It keeps a lost or copied backup
 * file from telling licenses; whoever has the whole folder has the key as well.
 */
export function fileSecrets(folder: string): Secrets {
  let key: Promise<Buffer> | null = null;
  const theKey = (): Promise<Buffer> => (key ??= loadKey(folder));
  return {
    async seal(plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, await theKey(), iv).setAAD(MAGIC);
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return new Uint8Array(Buffer.concat([MAGIC, iv, cipher.getAuthTag(), sealed]));
    },
    async open(bytes) {
      const file = Buffer.from(bytes);
      const head = MAGIC.length + IV_BYTES;
      if (file.length < head + TAG_BYTES || !file.subarray(0, MAGIC.length).equals(MAGIC))
        throw new KilnError('BACKUP_UNREADABLE', { path: '?' });
      const open = createDecipheriv(ALGORITHM, await theKey(), file.subarray(MAGIC.length, head)).setAAD(
        MAGIC,
      );
      open.setAuthTag(file.subarray(head, head + TAG_BYTES));
      try {
        return new Uint8Array(Buffer.concat([open.update(file.subarray(head + TAG_BYTES)), open.final()]));
      } catch (cause) {
        throw new KilnError('BACKUP_UNREADABLE', { path: '?' }, { cause });
      }
    },
  };
}
