import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import { KEY_BYTES } from './secrets.js';

/** Where a key comes from. */
export interface KeySource {
  /** For errors: a path, or a word. */
  readonly where: string;
  /** Null where there is none. @throws KilnError SECRET_KEY_LOCKED, SECRET_KEY_WRONG, FILE_UNREADABLE */
  read(): Promise<Uint8Array | null>;
  /** Makes one, unless somebody else just did: then theirs. To be called only where nothing is sealed yet. */
  make(): Promise<Uint8Array>;
}

/** `plain`: whoever may read the file has the key. `keychain`: this user on this machine has, in the app. */
export type KeyForm = 'plain' | 'keychain';

/** A key that may be kept in one form or the other. */
export interface KeyKeeper extends KeySource {
  /** Whether there is a keychain here. */
  readonly hasKeychain: boolean;
  /** Null where there is no key yet. @throws KilnError SECRET_KEY_WRONG, FILE_UNREADABLE */
  form(): KeyForm | null;
  /** The same key, kept otherwise from now on. @throws KilnError SECRET_KEY_LOST, SECRET_KEY_LOCKED */
  keepAs(form: KeyForm): Promise<void>;
}

/** A keychain that keeps the key of a key file. */
export interface KeyWrap {
  wrap(key: Uint8Array): Promise<Uint8Array>;
  /** @throws where this user on this machine may not */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

const NAME = 'kiln.key';
const OWNER_ONLY = 0o600;
/** `kiln-key plain <base64>` or `kiln-key keychain <base64>`. */
const FORM = /^kiln-key (plain|keychain) ([A-Za-z0-9+/]+=*)\n?$/;

export interface KeyFileOptions {
  readonly folder: string;
  /** Cryptographically strong. */
  readonly random: (bytes: number) => Uint8Array;
  /** The keychain of the system, or null: the file holds the key as it is. */
  readonly wrap?: KeyWrap | null | undefined;
}

function textIn(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw unreadable(path, thrown);
  }
}

function unreadable(path: string, thrown: unknown): KilnError {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new KilnError('FILE_UNREADABLE', { path, detail }, { cause: thrown });
}

const isExisting = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';

function writeWhole(path: string, text: string): void {
  const file = openSync(path, 'wx', OWNER_ONLY);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Unlike a rename it refuses to replace: two programs that start at once end up with one key. */
function linkOnce(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (thrown) {
    if (isExisting(thrown)) throw thrown;
    // A file system without hard links.
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
  }
}

type Settle = (temporary: string, path: string) => void;

/** Puts the whole file in place with `settle`, or leaves what is there. */
function place(
  path: string,
  { temporary, text, settle }: { temporary: string; text: string; settle: Settle },
): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeWhole(temporary, text);
      settle(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (thrown) {
    if (!isExisting(thrown)) throw unreadable(path, thrown);
  }
}

/** The key of a data folder, in its file `kiln.key`. */
export function keyFile({ folder, random, wrap = null }: KeyFileOptions): KeyKeeper {
  const path = join(folder, NAME);
  const found = (): { form: KeyForm; bytes: Uint8Array } | null => {
    const text = textIn(path);
    if (text === null) return null;
    const [, form, base64 = ''] = FORM.exec(text) ?? [];
    if (form === undefined) throw new KilnError('SECRET_KEY_WRONG', { path });
    return { form: form as KeyForm, bytes: new Uint8Array(Buffer.from(base64, 'base64')) };
  };
  const locked = (cause: unknown) => new KilnError('SECRET_KEY_LOCKED', { path }, { cause });
  const read = async (): Promise<Uint8Array | null> => {
    const there = found();
    if (there === null) return null;
    let key = there.bytes;
    if (there.form === 'keychain') {
      try {
        if (wrap === null) throw new Error('no keychain here');
        key = await wrap.unwrap(key);
      } catch (cause) {
        throw locked(cause);
      }
    }
    if (key.length !== KEY_BYTES) throw new KilnError('SECRET_KEY_WRONG', { path });
    return key;
  };
  const put = async (key: Uint8Array, form: KeyForm, settle: Settle): Promise<void> => {
    if (form === 'keychain' && wrap === null) throw locked(new Error('no keychain here'));
    const bytes = form === 'plain' || wrap === null ? key : await wrap.wrap(key);
    const temporary = `${path}.part-${process.pid}-${Buffer.from(random(8)).toString('hex')}`;
    place(path, {
      temporary,
      settle,
      text: `kiln-key ${form} ${Buffer.from(bytes).toString('base64')}\n`,
    });
  };
  const placed = async (): Promise<Uint8Array> => {
    const key = await read();
    if (key === null) throw new KilnError('SECRET_KEY_LOST', { path });
    return key;
  };
  return {
    where: path,
    hasKeychain: wrap !== null,
    read,
    async make() {
      await put(random(KEY_BYTES), wrap === null ? 'plain' : 'keychain', linkOnce);
      return placed();
    },
    form: () => found()?.form ?? null,
    async keepAs(form) {
      const key = await placed();
      if (found()?.form === form) return;
      await put(key, form, renameSync);
    },
  };
}
