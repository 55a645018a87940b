import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { KeySource } from '../secrets/key-file.js';
import { unlock } from '../secrets/unlock.js';
import type { Secrets } from './api.js';

const MAGIC = Buffer.from('KILN-SEALED-1\n', 'latin1');

/**
 * Seals under the key of the data folder. It keeps a lost or copied backup file from telling licenses; whoever has the
 * whole folder has the key as well, unless a keychain keeps that.
 */
export function fileSecrets(source: KeySource): Secrets {
  // What is sealed here names no key: a backup that another key made is told by its not opening.
  let secrets: ReturnType<typeof unlock> | null = null;
  const theSecrets = (): ReturnType<typeof unlock> => (secrets ??= unlock(source, null));
  return {
    async seal(plain) {
      return new Uint8Array(Buffer.concat([MAGIC, await (await theSecrets()).seal(plain)]));
    },
    async open(bytes) {
      const file = Buffer.from(bytes);
      if (!file.subarray(0, MAGIC.length).equals(MAGIC)) {
        throw new KilnError('BACKUP_UNREADABLE', { path: '?' });
      }
      try {
        return await (await theSecrets()).open(new Uint8Array(file.subarray(MAGIC.length)));
      } catch (cause) {
        if (!(cause instanceof KilnError) || cause.code !== 'SECRET_UNREADABLE') throw cause;
        throw new KilnError('BACKUP_UNREADABLE', { path: '?' }, { cause });
      }
    },
  };
}
