import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { byteSum, SECTOR } from './bytes.js';
import { dataKey } from './crypt.js';
import { markIndexPage, newBlock, PAGES, sealBlock, type Block } from './data-sector.js';
import { isKey, mostParts, PAGE, writeIndexPage, type Part } from './index-page.js';
import { encodeKeySector } from './key-sector.js';
import type { StorageLayout } from './layout.js';

export interface NewEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

/** Flash content from `start` on. */
export interface StorageImage {
  readonly start: number;
  readonly image: Uint8Array;
}

/** Page n of the whole storage is page 1 + n % 31 of block n / 31. */
const USABLE = PAGES - 1;

/** Pages as parts: runs within a block. */
export function partsOf(pages: readonly { readonly block: number; readonly page: number }[]): Part[] {
  const parts: { block: number; first: number; last: number }[] = [];
  for (const { block, page } of pages) {
    const part = parts.at(-1);
    if (part?.block === block && part.last + 1 === page) part.last = page;
    else parts.push({ block, first: page, last: page });
  }
  return parts;
}

/** @throws KilnError STORAGE_KEY {key} for a name that no index page can hold */
export function requireKey(key: string): void {
  if (!isKey(key)) throw new KilnError('STORAGE_KEY', { key });
}

/** Puts an entry into blocks, index first, then its value, as stock applications do (authorization §5.7, map `12 00 00 00`). */
export function place(
  blocks: ReadonlyMap<number, Block>,
  { key, value }: NewEntry,
  pages: readonly { readonly block: number; readonly page: number }[],
): void {
  const [at, ...data] = pages;
  const block = at && blocks.get(at.block);
  const parts = partsOf(data);
  if (!at || !block || parts.length > mostParts(key)) throw new KilnError('STORAGE_FULL', { key });
  data.forEach(({ block: id, page }, nth) => {
    const plain = blocks.get(id)?.plain;
    plain?.fill(0xff, page * PAGE, (page + 1) * PAGE);
    plain?.set(value.subarray(nth * PAGE, (nth + 1) * PAGE), page * PAGE);
  });
  const index = { block: at.block, page: at.page, key, length: value.length, sum: byteSum(value), parts };
  block.plain.set(writeIndexPage(index), at.page * PAGE);
  markIndexPage(block.plain, at.page, true);
}

/**
 * A storage from scratch: key sector, one block an id with counter 0, swap sectors erased. Entries go in as they come, each
 * within one block where it fits into one.
 * @param inner 16 bytes, random on a real module
 * @returns key sector to the end of the data, as they stand in flash
 * @throws KilnError STORAGE_FULL {key} where they do not fit, STORAGE_KEY {key} for a name that does not or comes twice
 */
export function encodeStorage(
  layout: StorageLayout,
  inner: Uint8Array,
  entries: readonly NewEntry[],
): StorageImage {
  const blocks = new Map<number, Block>();
  for (let id = 0; id < layout.blocks; id += 1) blocks.set(id, newBlock(layout.format, id));
  const seen = new Set<string>();
  let next = 0;
  for (const entry of entries) {
    requireKey(entry.key);
    if (seen.has(entry.key)) throw new KilnError('STORAGE_KEY', { key: entry.key });
    seen.add(entry.key);
    const need = 1 + Math.ceil(entry.value.length / PAGE);
    const left = USABLE - (next % USABLE);
    if (need > left && need <= USABLE) next += left;
    if (next + need > layout.blocks * USABLE) throw new KilnError('STORAGE_FULL', { key: entry.key });
    const pages = Array.from({ length: need }, (_, nth) => ({
      block: Math.floor((next + nth) / USABLE),
      page: 1 + ((next + nth) % USABLE),
    }));
    place(blocks, entry, pages);
    next += need;
  }
  return assemble(layout, inner, blocks);
}

function assemble(
  layout: StorageLayout,
  inner: Uint8Array,
  blocks: ReadonlyMap<number, Block>,
): StorageImage {
  const start = layout.keySector;
  const image = new Uint8Array(layout.end - start).fill(0xff);
  const key = dataKey(inner);
  image.set(encodeKeySector(inner));
  for (const [id, block] of blocks) image.set(sealBlock(block, key), layout.start + id * SECTOR - start);
  return { start, image };
}
