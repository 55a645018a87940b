import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { keyFile, type KeyWrap } from './key-file.js';
import { createSecrets, KEY_BYTES } from './secrets.js';
import { unlock } from './unlock.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'kiln-key-')), 'data');
  path = join(folder, 'kiln.key');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

let drawn = 0;
const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill((drawn += 1));
const plain = () => keyFile({ folder, random });
const refused = (code: string) => expect.objectContaining({ code, data: { path } }) as Error;

/** A keychain that knows what it wrapped itself. */
const chain = (own: number): KeyWrap => ({
  wrap: (key) => Promise.resolve(Uint8Array.from([own, ...key.map((byte) => byte ^ own)])),
  unwrap(wrapped) {
    if (wrapped[0] !== own) return Promise.reject(new Error('not of this user'));
    return Promise.resolve(wrapped.slice(1).map((byte) => byte ^ own));
  },
});

describe('a key file', () => {
  it('is not there until it is made, then stays, for its owner only', async () => {
    expect(await plain().read()).toBeNull();
    const key = await plain().make();
    expect(key).toHaveLength(KEY_BYTES);
    expect(await plain().read()).toEqual(key);
    expect(await plain().make()).toEqual(key);
    expect(readdirSync(folder)).toEqual(['kiln.key']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('holds the key as it is, or wrapped where there is a keychain', async () => {
    const key = await keyFile({ folder, random, wrap: chain(5) }).make();
    const text = readFileSync(path, 'latin1');
    expect(text).toMatch(/^kiln-key keychain /);
    expect(text).not.toContain(Buffer.from(key).toString('base64'));
    expect(await keyFile({ folder, random, wrap: chain(5) }).read()).toEqual(key);
  });

  it('that is wrapped opens for nobody else, and stays as it is', async () => {
    await keyFile({ folder, random, wrap: chain(5) }).make();
    const before = readFileSync(path);
    for (const source of [plain(), keyFile({ folder, random, wrap: chain(6) })]) {
      await expect(source.read()).rejects.toEqual(refused('SECRET_KEY_LOCKED'));
      await expect(source.make()).rejects.toEqual(refused('SECRET_KEY_LOCKED'));
    }
    expect(readFileSync(path)).toEqual(before);
  });

  it('that is plain opens with a keychain too', async () => {
    const key = await plain().make();
    expect(await keyFile({ folder, random, wrap: chain(5) }).read()).toEqual(key);
  });

  it.each(['', 'kiln-key plain', 'kiln-key plain AAAA\n', 'kiln-key other AAAA\n', 'x'.repeat(60)])(
    'with %j in it is none, and stays as it is',
    async (text) => {
      mkdirSync(folder);
      writeFileSync(path, text);
      await expect(plain().read()).rejects.toEqual(refused('SECRET_KEY_WRONG'));
      await expect(plain().make()).rejects.toEqual(refused('SECRET_KEY_WRONG'));
      expect(readFileSync(path, 'latin1')).toBe(text);
    },
  );

  it('that cannot be read says so', async () => {
    mkdirSync(path, { recursive: true });
    await expect(plain().read()).rejects.toEqual(
      expect.objectContaining({ code: 'FILE_UNREADABLE' }) as Error,
    );
  });
});

describe('a key that is kept otherwise', () => {
  const wrapped = () => keyFile({ folder, random, wrap: chain(5) });

  it('is the same key, for its owner only, and opens where it did not before', async () => {
    const key = await wrapped().make();
    expect(wrapped().form()).toBe('keychain');
    await wrapped().keepAs('plain');
    expect(plain().form()).toBe('plain');
    expect(await plain().read()).toEqual(key);
    await wrapped().keepAs('keychain');
    await expect(plain().read()).rejects.toEqual(refused('SECRET_KEY_LOCKED'));
    expect(await wrapped().read()).toEqual(key);
    expect(readdirSync(folder)).toEqual(['kiln.key']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('stays as it is where it cannot be opened, or there is no keychain', async () => {
    expect(plain().form()).toBeNull();
    await expect(plain().keepAs('plain')).rejects.toEqual(refused('SECRET_KEY_LOST'));
    await wrapped().make();
    const before = readFileSync(path);
    await expect(plain().keepAs('plain')).rejects.toEqual(refused('SECRET_KEY_LOCKED'));
    await wrapped().keepAs('plain');
    await expect(plain().keepAs('keychain')).rejects.toEqual(refused('SECRET_KEY_LOCKED'));
    expect(await plain().read()).toHaveLength(KEY_BYTES);
    expect(before).not.toEqual(readFileSync(path));
  });

  it('is not touched where it is kept so already', async () => {
    await plain().make();
    const before = statSync(path).ino;
    await plain().keepAs('plain');
    expect(statSync(path).ino).toBe(before);
    expect(plain().hasKeychain).toBe(false);
    expect(wrapped().hasKeychain).toBe(true);
  });
});

describe('unlocking', () => {
  it('makes a key where nothing is sealed, and takes the same one ever after', async () => {
    const { keyMark } = await unlock(plain(), null);
    expect((await unlock(plain(), null)).keyMark).toBe(keyMark);
    expect((await unlock(plain(), keyMark)).keyMark).toBe(keyMark);
  });

  it('makes none where something is sealed', async () => {
    const { keyMark } = createSecrets(new Uint8Array(KEY_BYTES));
    await expect(unlock(plain(), keyMark)).rejects.toEqual(refused('SECRET_KEY_LOST'));
    expect(await plain().read()).toBeNull();
    await plain().make();
    await expect(unlock(plain(), keyMark)).rejects.toEqual(refused('SECRET_KEY_WRONG'));
  });
});
