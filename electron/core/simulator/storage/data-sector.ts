import { ascii, le16, le32, u16, u32 } from '../codec/bytes.js';
import { decrypt, encrypt } from './aes.js';
import { byteSum } from './keys.js';
import { SECTOR } from './layout.js';

export const PAGE = 128;
/** Page 0 is the header. */
export const PAGES = SECTOR / PAGE;
const MAP_AT = 15;
const MAP_SIZE = 4;
const NAME_AT = 18;

/** Pages of a block, both ends included. */
export interface Part {
  readonly block: number;
  readonly first: number;
  readonly last: number;
}

/** An index page: where one value lies (authorization §5.5). */
export interface IndexPage {
  readonly page: number;
  readonly name: string;
  readonly length: number;
  /** Byte sum of the value. */
  readonly sum: number;
  readonly parts: readonly Part[];
}

/** A block without values, plain; its sum is computed when it is sealed. */
export function emptyBlock(magic: number, id: number, counter: number): Uint8Array {
  const plain = new Uint8Array(SECTOR).fill(0xff);
  plain.set([...le32(magic), ...le32(0), ...le16(id), ...le32(counter), MAP_SIZE, 0, 0, 0, 0]);
  return plain;
}

export const blockId = (plain: Uint8Array): number => u16(plain, 8);
export const blockCounter = (plain: Uint8Array): number => u32(plain, 10);

export function setCounter(plain: Uint8Array, counter: number): void {
  plain.set(le32(counter), 10);
}

/** The sector as it stands in flash. Writes the sum into `plain`. */
export function sealBlock(plain: Uint8Array, key: Uint8Array): Uint8Array {
  plain.set(le32(byteSum(plain.subarray(8))), 4);
  return encrypt(key, plain);
}

/** Plain content, or null where no block of this format stands. */
export function openBlock(sector: Uint8Array, key: Uint8Array, magic: number): Uint8Array | null {
  const plain = decrypt(key, sector);
  return u32(plain, 0) === magic && u32(plain, 4) === byteSum(plain.subarray(8)) ? plain : null;
}

const isIndex = (plain: Uint8Array, page: number): boolean =>
  (((plain[MAP_AT + (page >> 3)] ?? 0) >> (page & 7)) & 1) === 1;

export function markIndex(plain: Uint8Array, page: number, on: boolean): void {
  const at = MAP_AT + (page >> 3);
  const bit = 1 << (page & 7);
  plain[at] = on ? (plain[at] ?? 0) | bit : (plain[at] ?? 0) & ~bit;
}

/** Every index page that the block's map names. */
export function indexPages(plain: Uint8Array): readonly IndexPage[] {
  const found: IndexPage[] = [];
  for (let page = 1; page < PAGES; page++) {
    if (isIndex(plain, page)) found.push(readIndex(plain.subarray(page * PAGE, (page + 1) * PAGE), page));
  }
  return found;
}

function readIndex(bytes: Uint8Array, page: number): IndexPage {
  const nameEnd = NAME_AT + (bytes[17] ?? 0);
  const name = Buffer.from(bytes.subarray(NAME_AT, nameEnd)).toString('latin1').replace(/\0.*$/s, '');
  const parts: Part[] = [];
  for (let part = 0, at = nameEnd; part < u16(bytes, 11) && at + 4 <= PAGE; part++, at += 4) {
    parts.push({ block: u16(bytes, at), first: bytes[at + 2] ?? 0, last: bytes[at + 3] ?? 0 });
  }
  return { page, name, sum: u32(bytes, 0), length: u32(bytes, 4), parts };
}

/** Whether the page has room for so many parts beside the name. */
export function fitsIndexPage(name: string, parts: number): boolean {
  return NAME_AT + name.length + 1 + 4 * parts <= PAGE;
}

/** Puts the start of `value` into `pages` of a block, one 128-byte slice each, FF behind its end. */
export function fillPages(plain: Uint8Array, pages: readonly number[], value: Uint8Array): void {
  pages.forEach((page, nth) => {
    plain.fill(0xff, page * PAGE, (page + 1) * PAGE);
    plain.set(value.subarray(nth * PAGE, (nth + 1) * PAGE), page * PAGE);
  });
}

/** An index page's bytes. The u32 at 13 is a RAM address on real modules: `pointer` stands for it. */
export function encodeIndex(block: number, index: IndexPage, pointer: number): Uint8Array {
  const bytes = new Uint8Array(PAGE).fill(0xff);
  const name = [...ascii(index.name), 0];
  const parts = index.parts.flatMap((part) => [...le16(part.block), part.first, part.last]);
  bytes.set([...le32(index.sum), ...le32(index.length), ...le16(block), index.page]);
  bytes.set([...le16(index.parts.length), ...le32(pointer), name.length, ...name, ...parts], 11);
  return bytes;
}
