import { putU16, putU32, u16, u32 } from './bytes.js';

/** A block is a header page and 31 of these (authorization §5.5). */
export const PAGE = 128;
const NAME_AT = 18;
const PART_BYTES = 4;
/** A RAM address on real modules, ignored by every reader and never zero; any stands for it. */
const POINTER = 0x00420000;

/** Pages of one block, both ends included. */
export interface Part {
  readonly block: number;
  readonly first: number;
  readonly last: number;
}

/** Where a value lies. */
export interface IndexPage {
  readonly block: number;
  readonly page: number;
  readonly key: string;
  /** Bytes of the value. */
  readonly length: number;
  /** Byte sum of the value. */
  readonly sum: number;
  readonly parts: readonly Part[];
}

/** How many parts an index page has room for beside a key. */
export function mostParts(key: string): number {
  return Math.floor((PAGE - NAME_AT - key.length - 1) / PART_BYTES);
}

/** A name that an index page can hold: printable, and room for at least one part behind it and its NUL. */
export function isKey(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key) && mostParts(key) >= 1;
}

/** Reads an index page, or null where it is none. @param bytes 128 bytes */
export function readIndexPage(bytes: Uint8Array): IndexPage | null {
  const nameBytes = bytes[17] ?? 0;
  const partCount = u16(bytes, 11);
  const nameEnd = NAME_AT + nameBytes;
  if (nameBytes < 2 || nameEnd + partCount * PART_BYTES > PAGE) return null;
  const key = Buffer.from(bytes.subarray(NAME_AT, nameEnd - 1)).toString('latin1');
  if (bytes[nameEnd - 1] !== 0 || !/^[\x21-\x7e]+$/.test(key)) return null;
  const parts = Array.from({ length: partCount }, (_, nth) => {
    const at = nameEnd + nth * PART_BYTES;
    return { block: u16(bytes, at), first: bytes[at + 2] ?? 0, last: bytes[at + 3] ?? 0 };
  });
  return {
    block: u16(bytes, 8),
    page: bytes[10] ?? 0,
    key,
    length: u32(bytes, 4),
    sum: u32(bytes, 0),
    parts,
  };
}

/** @returns 128 bytes. The key must be one (`isKey`), and its parts must fit (`mostParts`). */
export function writeIndexPage({ block, page, key, length, sum, parts }: IndexPage): Uint8Array {
  const bytes = new Uint8Array(PAGE).fill(0xff);
  putU32(bytes, 0, sum);
  putU32(bytes, 4, length);
  putU16(bytes, 8, block);
  bytes[10] = page;
  putU16(bytes, 11, parts.length);
  putU32(bytes, 13, POINTER + page * PAGE);
  bytes[17] = key.length + 1;
  bytes.set(Buffer.from(`${key}\0`, 'latin1'), NAME_AT);
  parts.forEach((part, nth) => {
    const at = NAME_AT + key.length + 1 + nth * PART_BYTES;
    putU16(bytes, at, part.block);
    bytes[at + 2] = part.first;
    bytes[at + 3] = part.last;
  });
  return bytes;
}
