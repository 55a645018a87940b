import { blankSector, byteSum, putU16, putU32, SECTOR, u16, u32 } from './bytes.js';
import type { StorageKey } from './crypt.js';
import { PAGE, readIndexPage, type IndexPage } from './index-page.js';
import { FORMAT_MAGIC, formatOf, type StorageFormat } from './layout.js';

/** Page 0 is the header. */
export const PAGES = SECTOR / PAGE;
const SUM_AT = 4;
const SUMMED_FROM = 8;
const ID_AT = 8;
const COUNTER_AT = 10;
const MAP_SIZE_AT = 14;
const MAP_AT = 15;
const MAP_SIZE = 4;

/** A data sector that was opened. */
export interface Block {
  readonly format: StorageFormat;
  readonly id: number;
  /** Rewrite counter: of two blocks with one id the higher one counts (authorization §5.5). */
  readonly counter: number;
  /** 4096 bytes, decrypted. Holds secrets. */
  readonly plain: Uint8Array;
}

/** A data sector's content; null where it is none of either format, or its sum is wrong. @param sector 4096 bytes */
export function openBlock(sector: Uint8Array, key: StorageKey): Block | null {
  // The first cipher block tells it from noise and spares the rest.
  const format = formatOf(u32(key.open(sector.subarray(0, 16)), 0));
  if (format === null) return null;
  const plain = key.open(sector);
  if (u32(plain, SUM_AT) !== byteSum(plain, SUMMED_FROM)) return null;
  return { format, id: u16(plain, ID_AT), counter: u32(plain, COUNTER_AT), plain };
}

/** @returns the sector as it stands in flash; writes counter and sum into a copy of `plain`. */
export function sealBlock({ counter, plain }: Block, key: StorageKey): Uint8Array {
  const sealed = plain.slice();
  putU32(sealed, COUNTER_AT, counter);
  putU32(sealed, SUM_AT, byteSum(sealed, SUMMED_FROM));
  return key.seal(sealed);
}

/** A block without values. */
export function newBlock(format: StorageFormat, id: number, counter = 0): Block {
  const plain = blankSector();
  putU32(plain, 0, FORMAT_MAGIC[format]);
  putU16(plain, ID_AT, id);
  putU32(plain, COUNTER_AT, counter);
  plain[MAP_SIZE_AT] = MAP_SIZE;
  plain.fill(0, MAP_AT, MAP_AT + MAP_SIZE);
  return { format, id, counter, plain };
}

/** Bit p of the map: page p holds an index. Page 0 never does. */
export function isIndexPage(plain: Uint8Array, page: number): boolean {
  return page > 0 && (((plain[MAP_AT + (page >> 3)] ?? 0) >> (page & 7)) & 1) === 1;
}

/** Changes the map in place. */
export function markIndexPage(plain: Uint8Array, page: number, on: boolean): void {
  const at = MAP_AT + (page >> 3);
  const bit = 1 << (page & 7);
  plain[at] = on ? (plain[at] ?? 0) | bit : (plain[at] ?? 0) & ~bit;
}

export function pageOf(plain: Uint8Array, page: number): Uint8Array {
  return plain.subarray(page * PAGE, (page + 1) * PAGE);
}

/** Every page that the map names, with its index, or null where it does not hold one of this block and page. */
export function indexPages({
  id,
  plain,
}: Block): { readonly page: number; readonly index: IndexPage | null }[] {
  const found: { page: number; index: IndexPage | null }[] = [];
  for (let page = 1; page < PAGES; page += 1) {
    if (!isIndexPage(plain, page)) continue;
    const index = readIndexPage(pageOf(plain, page));
    found.push({ page, index: index?.block === id && index.page === page ? index : null });
  }
  return found;
}
