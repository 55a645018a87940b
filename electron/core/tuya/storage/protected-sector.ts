import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { blankSector, byteSum, putU32, SECTOR, u32 } from './bytes.js';
import { dataKey, masterKey } from './crypt.js';
import { KEY_MAGIC } from './key-sector.js';

const SUM_AT = 4;
const INNER_AT = 8;
const LENGTH_AT = 24;
const COUNTER_AT = 28;
/** From here on the records, under the data key inside the master key (authorization §5.4). */
const RECORDS_AT = 32;
const NAME_BYTES = 32;
const RECORD_HEAD = 4 + NAME_BYTES;
/** On images without the mirror. */
const NO_COUNTER = 0xffffffff;

export interface ProtectedRecord {
  readonly key: string;
  readonly value: Uint8Array;
}

/** A copy of the license outside the documented erase (authorization §5.4). */
export interface ProtectedSector {
  /** 16 bytes, the same as the key sector's. A secret. */
  readonly inner: Uint8Array;
  /** How often it was written; null where the application does not count. */
  readonly writeCounter: number | null;
  readonly records: readonly ProtectedRecord[];
}

/**
 * The records up to the length, or null where they do not fill it exactly.
 */
function readRecords(area: Uint8Array, length: number): ProtectedRecord[] | null {
  const records: ProtectedRecord[] = [];
  let at = 0;
  while (at < length) {
    if (at + RECORD_HEAD > area.length) return null;
    const bytes = u32(area, at);
    const start = at + RECORD_HEAD;
    if (start + bytes > length) return null;
    const name = area.subarray(at + 4, start);
    const end = name.indexOf(0);
    const key = Buffer.from(end < 0 ? name : name.subarray(0, end)).toString('latin1');
    if (!/^[\x21-\x7e]+$/.test(key)) return null;
    records.push({ key, value: area.slice(start, start + bytes) });
    at = start + bytes;
  }
  return records;
}

/** What a protected sector holds, or null where none stands or it is damaged. @param sector 4096 bytes */
export function decodeProtectedSector(sector: Uint8Array): ProtectedSector | null {
  const plain = masterKey.open(sector);
  if (u32(plain, 0) !== KEY_MAGIC || u32(plain, SUM_AT) !== byteSum(plain, INNER_AT, SECTOR)) return null;
  const inner = plain.slice(INNER_AT, LENGTH_AT);
  const length = u32(plain, LENGTH_AT);
  if (length > SECTOR - RECORDS_AT) return null;
  const records = readRecords(dataKey(inner).open(plain.subarray(RECORDS_AT)), length);
  if (records === null) return null;
  const counter = u32(plain, COUNTER_AT);
  return { inner, writeCounter: counter === NO_COUNTER ? null : counter, records };
}

/** The head of a protected sector stands, whatever became of the rest. */
export function wasProtectedSector(sector: Uint8Array): boolean {
  return u32(masterKey.open(sector.subarray(0, 16)), 0) === KEY_MAGIC;
}

/**
 * @returns the sector as it stands in flash
 * @throws KilnError STORAGE_FULL {key} where the records do not fit, STORAGE_KEY {key} for a name that does not
 */
export function encodeProtectedSector({ inner, writeCounter, records }: ProtectedSector): Uint8Array {
  const area = new Uint8Array(SECTOR - RECORDS_AT).fill(0xff);
  let at = 0;
  for (const { key, value } of records) {
    if (!/^[\x21-\x7e]{1,31}$/.test(key)) throw new KilnError('STORAGE_KEY', { key });
    if (at + RECORD_HEAD + value.length > area.length) throw new KilnError('STORAGE_FULL', { key });
    putU32(area, at, value.length);
    area.fill(0, at + 4, at + RECORD_HEAD);
    area.set(Buffer.from(key, 'latin1'), at + 4);
    area.set(value, at + RECORD_HEAD);
    at += RECORD_HEAD + value.length;
  }
  const plain = blankSector();
  putU32(plain, 0, KEY_MAGIC);
  plain.set(inner, INNER_AT);
  putU32(plain, LENGTH_AT, at);
  putU32(plain, COUNTER_AT, writeCounter ?? NO_COUNTER);
  plain.set(dataKey(inner).seal(area), RECORDS_AT);
  putU32(plain, SUM_AT, byteSum(plain, INNER_AT, SECTOR));
  return masterKey.seal(plain);
}
