import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { KeySource } from './key-file.js';
import { createSecrets, type Secrets } from './secrets.js';

/**
 * The secrets of a place that knows which key it was sealed with. Makes a key only where nothing is sealed yet.
 * @param keyMark of the key it was sealed with, or null where nothing is
 * @throws KilnError SECRET_KEY_LOST, SECRET_KEY_WRONG, SECRET_KEY_LOCKED {path}, FILE_UNREADABLE
 */
export async function unlock(source: KeySource, keyMark: string | null): Promise<Secrets> {
  const path = source.where;
  const key = (await source.read()) ?? (keyMark === null ? await source.make() : null);
  if (key === null) throw new KilnError('SECRET_KEY_LOST', { path });
  const secrets = createSecrets(key);
  if (keyMark !== null && keyMark !== secrets.keyMark) throw new KilnError('SECRET_KEY_WRONG', { path });
  return secrets;
}
