import { ascii, le32, u32 } from '../codec/bytes.js';
import { decrypt, encrypt } from './aes.js';
import { KEY_MAGIC } from './key-sector.js';
import { byteSum, dataKey, MASTER_KEY } from './keys.js';
import { SECTOR } from './layout.js';

/** Records start here, under the data key inside the master key. */
const RECORDS = 32;
const NAME = 32;

export interface ProtectedContent {
  /** The same 16 bytes as in the key sector. */
  readonly inner: Uint8Array;
  /** How often it was written. */
  readonly writes: number;
  readonly records: ReadonlyMap<string, Uint8Array>;
}

/** Whether all of `records` goes into one sector. */
export function fitsProtectedSector(records: ReadonlyMap<string, Uint8Array>): boolean {
  const packed = [...records.values()].reduce((sum, value) => sum + 4 + NAME + value.length, 0);
  return packed <= SECTOR - RECORDS;
}

/** Class N's copy of the license outside the erased area (authorization §5.4). @throws RangeError when it is too much */
export function encodeProtectedSector({ inner, writes, records }: ProtectedContent): Uint8Array {
  const packed = [...records].flatMap(([name, value]) => {
    const padded = new Uint8Array(NAME);
    padded.set(ascii(name).subarray(0, NAME - 1));
    return [...le32(value.length), ...padded, ...value];
  });
  const inside = new Uint8Array(SECTOR - RECORDS).fill(0xff);
  inside.set(packed);
  const plain = new Uint8Array(SECTOR);
  plain.set([...le32(KEY_MAGIC), ...le32(0), ...inner, ...le32(packed.length), ...le32(writes)]);
  plain.set(encrypt(dataKey(inner), inside), RECORDS);
  plain.set(le32(byteSum(plain.subarray(8))), 4);
  return encrypt(MASTER_KEY, plain);
}

/** Null where no protected sector stands. */
export function decodeProtectedSector(sector: Uint8Array): ProtectedContent | null {
  const plain = decrypt(MASTER_KEY, sector);
  if (u32(plain, 0) !== KEY_MAGIC || u32(plain, 4) !== byteSum(plain.subarray(8))) return null;
  const inner = plain.slice(8, 24);
  const inside = decrypt(dataKey(inner), plain.subarray(RECORDS));
  const end = Math.min(u32(plain, 24), inside.length);
  const records = new Map<string, Uint8Array>();
  for (let at = 0; at + 4 + NAME <= end;) {
    const length = u32(inside, at);
    const name = Buffer.from(inside.subarray(at + 4, at + 4 + NAME))
      .toString('latin1')
      .replace(/\0.*$/s, '');
    at += 4 + NAME;
    if (at + length > end) break;
    records.set(name, inside.slice(at, at + length));
    at += length;
  }
  return { inner, writes: u32(plain, 28), records };
}
