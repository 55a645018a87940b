import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
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

/** Puts the whole file in place, or leaves the one that is there already. */
function placeOnce(path: string, temporary: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      const file = openSync(temporary, 'wx', OWNER_ONLY);
      try {
        writeFileSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      // Unlike a rename these refuse to replace: two programs that start at once end up with one key.
      try {
        linkSync(temporary, path);
      } catch (thrown) {
        if (isExisting(thrown)) throw thrown;
        // A file system without hard links.
        copyFileSync(temporary, path, constants.COPYFILE_EXCL);
      }
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (thrown) {
    if (!isExisting(thrown)) throw unreadable(path, thrown);
  }
}

/** The key of a data folder, in its file `kiln.key`. */
export function keyFile({ folder, random, wrap = null }: KeyFileOptions): KeySource {
  const path = join(folder, NAME);
  const read = async (): Promise<Uint8Array | null> => {
    const text = textIn(path);
    if (text === null) return null;
    const [, form, base64 = ''] = FORM.exec(text) ?? [];
    if (form === undefined) throw new KilnError('SECRET_KEY_WRONG', { path });
    let key: Uint8Array = new Uint8Array(Buffer.from(base64, 'base64'));
    if (form === 'keychain') {
      try {
        if (wrap === null) throw new Error('no keychain here');
        key = await wrap.unwrap(key);
      } catch (cause) {
        throw new KilnError('SECRET_KEY_LOCKED', { path }, { cause });
      }
    }
    if (key.length !== KEY_BYTES) throw new KilnError('SECRET_KEY_WRONG', { path });
    return key;
  };
  return {
    where: path,
    read,
    async make() {
      const key = random(KEY_BYTES);
      const [form, bytes] = wrap === null ? ['plain', key] : ['keychain', await wrap.wrap(key)];
      const name = `${path}.part-${process.pid}-${Buffer.from(random(8)).toString('hex')}`;
      placeOnce(path, name, `kiln-key ${form} ${Buffer.from(bytes).toString('base64')}\n`);
      const placed = await read();
      if (placed === null) throw new KilnError('SECRET_KEY_LOST', { path });
      return placed;
    },
  };
}
