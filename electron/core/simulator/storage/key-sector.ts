import { le32, u32 } from '../codec/bytes.js';
import { decrypt, encrypt } from './aes.js';
import { byteSum, MASTER_KEY } from './keys.js';
import { SECTOR } from './layout.js';

/** Of key and protected sectors (authorization §5.3, §5.4). */
export const KEY_MAGIC = 0x13579753;

/** The sector that holds the 16-byte `inner` key: magic, sum of the key, key, FF (authorization §5.3). */
export function encodeKeySector(inner: Uint8Array): Uint8Array {
  const plain = new Uint8Array(SECTOR).fill(0xff);
  plain.set([...le32(KEY_MAGIC), ...le32(byteSum(inner)), ...inner]);
  return encrypt(MASTER_KEY, plain);
}

/** The inner key, or null where no key sector stands. */
export function decodeKeySector(sector: Uint8Array): Uint8Array | null {
  const plain = decrypt(MASTER_KEY, sector.subarray(0, 32));
  const inner = plain.slice(8, 24);
  return u32(plain, 0) === KEY_MAGIC && u32(plain, 4) === byteSum(inner) ? inner : null;
}
