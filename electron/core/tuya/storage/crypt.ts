import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Well known, the same on every module (authorization §5.2). */
const MASTER = Buffer.from('qwertyuiopasdfgh', 'latin1');
/** Only the first four characters of the first part count. */
const PART_1 = Buffer.from('8710', 'latin1');
const PART_2 = Buffer.from('HHRRQbyemofrtytf', 'latin1');
const ALGORITHM = 'aes-128-ecb';

function run(key: Uint8Array, bytes: Uint8Array, way: 'seal' | 'open'): Uint8Array {
  const cipher =
    way === 'seal' ? createCipheriv(ALGORITHM, key, null) : createDecipheriv(ALGORITHM, key, null);
  cipher.setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(bytes), cipher.final()]));
}

/** A key of the storage, ready to use on whole 16-byte blocks. */
export interface StorageKey {
  seal(plain: Uint8Array): Uint8Array;
  open(sealed: Uint8Array): Uint8Array;
}

function storageKey(key: Uint8Array): StorageKey {
  return { seal: (plain) => run(key, plain, 'seal'), open: (sealed) => run(key, sealed, 'open') };
}

/** For key sector and protected sectors. */
export const masterKey: StorageKey = storageKey(MASTER);

/** For data sectors and the records of a protected sector. @param inner 16 bytes of the key sector */
export function dataKey(inner: Uint8Array): StorageKey {
  const key = inner.map((byte, at) => byte + (PART_1[at & 3] ?? 0) + (PART_2[at] ?? 0));
  return storageKey(key);
}
