import { blankSector, byteSum, isBlank, putU32, sameBytes, u32 } from './bytes.js';
import { masterKey } from './crypt.js';

/** Of the key sector and of protected sectors alike; their sums tell them apart (authorization §5.3, §5.4). */
export const KEY_MAGIC = 0x13579753;
const SUM_AT = 4;
const INNER_AT = 8;
const INNER_END = 24;
/** What blocks of FF become under the master key: stands in a key sector from here on. */
const FILL_AT = 32;
const FILL = masterKey.seal(new Uint8Array(16).fill(0xff));

/** Fast: whether a sector could be a whole key sector, without decrypting it (authorization §5.3). */
export function looksLikeKeySector(sector: Uint8Array): boolean {
  return sameBytes(sector.subarray(FILL_AT, FILL_AT + FILL.length), FILL);
}

export interface KeySector {
  /** 16 random bytes, of which the data key is made. A secret. */
  readonly inner: Uint8Array;
  /** Whether the rest of the sector is as it should be; the key is good either way. */
  readonly whole: boolean;
}

/** The key, or null where no key sector stands. @param sector 4096 bytes */
export function decodeKeySector(sector: Uint8Array): KeySector | null {
  const head = masterKey.open(sector.subarray(0, FILL_AT));
  if (u32(head, 0) !== KEY_MAGIC) return null;
  // Only the key's own bytes count here; in a protected sector everything does (authorization §5.3, §5.4).
  if (u32(head, SUM_AT) !== byteSum(head, INNER_AT, INNER_END)) return null;
  return {
    inner: head.slice(INNER_AT, INNER_END),
    whole: isBlank(masterKey.open(sector).subarray(INNER_END)),
  };
}

/** @param inner 16 bytes @returns the sector as it stands in flash */
export function encodeKeySector(inner: Uint8Array): Uint8Array {
  const plain = blankSector();
  putU32(plain, 0, KEY_MAGIC);
  plain.set(inner, INNER_AT);
  putU32(plain, SUM_AT, byteSum(plain, INNER_AT, INNER_END));
  return masterKey.seal(plain);
}
