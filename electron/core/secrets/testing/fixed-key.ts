import type { KeySource } from '../key-file.js';
import { createSecrets, KEY_BYTES } from '../secrets.js';

const KEY = new Uint8Array(KEY_BYTES).fill(7);

/** A key that is always there and always the same. */
export const fixedKey: KeySource = {
  where: 'fixed',
  read: () => Promise.resolve(KEY),
  make: () => Promise.resolve(KEY),
};
export const fixedSecrets = createSecrets(KEY);
