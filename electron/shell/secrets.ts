import { safeStorage } from 'electron';

import type { KeyWrap } from '../core/secrets/key-file.js';

/** What of safeStorage is used; runtimes for development that are older have less. */
type Keychain = Partial<Pick<typeof safeStorage, 'isAsyncEncryptionAvailable'>> &
  Pick<typeof safeStorage, 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'>;

/** Names that mean no keychain at all: Chromium then seals with a password that everybody knows. */
const NONE = new Set(['basic_text', 'unknown']);

/**
 * The keychain of the system, to wrap the key of a data folder in; null where there is none, and the key file then
 * holds the key as it is, for its owner only. To be asked once the app is ready.
 */
export async function systemKeychain(
  keychain: Keychain = safeStorage,
  platform: NodeJS.Platform = process.platform,
): Promise<KeyWrap | null> {
  if (platform === 'linux' && NONE.has(keychain.getSelectedStorageBackend())) return null;
  if (keychain.isAsyncEncryptionAvailable === undefined) return null;
  if (!(await keychain.isAsyncEncryptionAvailable().catch(() => false))) return null;
  return {
    // It keeps text.
    wrap: (key) => keychain.encryptStringAsync(Buffer.from(key).toString('base64')),
    async unwrap(wrapped) {
      const { result } = await keychain.decryptStringAsync(Buffer.from(wrapped));
      return new Uint8Array(Buffer.from(result, 'base64'));
    },
  };
}
