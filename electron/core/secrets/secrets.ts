import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

import { KilnError } from '../../../shared/errors/kiln-error.js';

/** Seals what must not lie open on a disk. */
export interface Secrets {
  /** Bytes of any length; 28 more than went in. */
  seal(plain: Uint8Array): Promise<Uint8Array>;
  /** @throws KilnError SECRET_UNREADABLE where it was not sealed with this key, or was changed since */
  open(sealed: Uint8Array): Promise<Uint8Array>;
  /**
   * For a column of a table: `k1:` and base64url.
   * @param place where it belongs; it opens nowhere else, so that nobody swaps two of them
   */
  sealText(plain: string, place: string): string;
  /** @throws KilnError SECRET_UNREADABLE */
  openText(sealed: string, place: string): string;
  /** The same for the same text and key, and tells nothing of it: 64 hex digits. */
  fingerprint(text: string): string;
  /** Tells this key from any other, and tells nothing of it: 64 hex digits. */
  readonly keyMark: string;
}

export const KEY_BYTES = 32;
/** NIST SP 800-38D: 96 bits of nonce, random as long as a key seals less than 2^32 times; 128 bits of tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const PREFIX = 'k1:';

/** Keys of different purposes have nothing to do with each other (RFC 5869). */
function derive(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', `kiln ${purpose} v1`, KEY_BYTES));
}

/** The system is asked for random bytes a few hundred nonces at a time: one by one it is half the time of sealing. */
const POOL_NONCES = 256;
let pool = Buffer.alloc(0);

/** No byte is ever given out twice. */
function takeNonce(): Buffer {
  if (pool.length === 0) pool = randomBytes(POOL_NONCES * NONCE_BYTES);
  const nonce = pool.subarray(0, NONCE_BYTES);
  pool = pool.subarray(NONCE_BYTES);
  return nonce;
}

/** nonce, tag, ciphertext. */
function encrypt(key: Uint8Array, plain: Uint8Array, place: string): Buffer {
  const nonce = takeNonce();
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Uint8Array, sealed: Uint8Array, place: string): Buffer {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new KilnError('SECRET_UNREADABLE', {}, { cause });
  }
}

/** @param key of KEY_BYTES, random */
export function createSecrets(key: Uint8Array): Secrets {
  const [sealing, marking] = [derive(key, 'seal'), derive(key, 'fingerprint')];
  const fingerprint = (text: string): string => createHmac('sha256', marking).update(text).digest('hex');
  return {
    // Not the place of any column: what is sealed as bytes does not open as one.
    seal: (plain) => Promise.resolve(new Uint8Array(encrypt(sealing, plain, ''))),
    open: async (sealed) => Promise.resolve(new Uint8Array(decrypt(sealing, sealed, ''))),
    sealText: (plain, place) => PREFIX + encrypt(sealing, Buffer.from(plain), place).toString('base64url'),
    openText(sealed, place) {
      if (!sealed.startsWith(PREFIX)) throw new KilnError('SECRET_UNREADABLE');
      return decrypt(sealing, Buffer.from(sealed.slice(PREFIX.length), 'base64url'), place).toString();
    },
    fingerprint,
    keyMark: createHmac('sha256', derive(key, 'mark')).digest('hex'),
  };
}
