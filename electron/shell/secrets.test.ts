import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ safeStorage: {} }));

const { systemKeychain } = await import('./secrets.js');

type Backend = 'basic_text' | 'gnome_libsecret' | 'unknown';

/** A keychain that turns its text around. */
function keychain(backend: Backend, available: () => Promise<boolean>) {
  const turned = (text: string): string => [...text].reverse().join('');
  return {
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: available,
    encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(turned(text))),
    decryptStringAsync: (sealed: Buffer) =>
      Promise.resolve({ result: turned(sealed.toString()), shouldReEncrypt: false }),
  };
}
const yes = () => Promise.resolve(true);

describe('the keychain of the system', () => {
  it('wraps a key and gives it back', async () => {
    const wrap = await systemKeychain(keychain('gnome_libsecret', yes), 'linux');
    const key = Uint8Array.from({ length: 32 }, (_, index) => index * 8);
    const wrapped = (await wrap?.wrap(key)) ?? expect.fail();
    expect(Buffer.from(wrapped).includes(Buffer.from(key).toString('base64'))).toBe(false);
    expect(await wrap?.unwrap(wrapped)).toEqual(key);
  });

  it.each(['basic_text', 'unknown'] as const)('is none on Linux where it is %s', async (backend) => {
    expect(await systemKeychain(keychain(backend, yes), 'linux')).toBeNull();
    // The name means something on Linux only.
    expect(await systemKeychain(keychain(backend, yes), 'win32')).not.toBeNull();
  });

  it('is none where it is locked, broken or not of this runtime', async () => {
    const of = (available: () => Promise<boolean>) => keychain('gnome_libsecret', available);
    expect(
      await systemKeychain(
        of(() => Promise.resolve(false)),
        'linux',
      ),
    ).toBeNull();
    expect(
      await systemKeychain(
        of(() => Promise.reject(new Error('no bus'))),
        'linux',
      ),
    ).toBeNull();
    const { encryptStringAsync, decryptStringAsync, getSelectedStorageBackend } = of(yes);
    const older = { encryptStringAsync, decryptStringAsync, getSelectedStorageBackend };
    expect(await systemKeychain(older, 'darwin')).toBeNull();
  });
});
