import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { dataKey } from './crypt.js';
import { indexPages, markIndexPage, PAGES, sealBlock } from './data-sector.js';
import type { DecodedStorage, LiveBlock, SectorHealth } from './decoded.js';
import { place, requireKey } from './encode.js';
import { PAGE, type IndexPage } from './index-page.js';

/** A sector to be erased and written whole. */
export interface SectorWrite {
  readonly address: number;
  /** 4096 bytes as they stand in flash. */
  readonly sector: Uint8Array;
}

const MAX_COUNTER = 0xffffffff;
/** Where a rewritten block may go, best first. Never onto a sector that counts, nor onto one nobody has read. */
const FREE: readonly SectorHealth[] = ['empty', 'stale', 'torn'];

interface Work {
  readonly blocks: Map<number, LiveBlock>;
  readonly free: number[];
  readonly writes: SectorWrite[];
  readonly inner: Uint8Array;
}

/** What refers to pages: every index of the blocks that count. */
function allIndexes(
  blocks: ReadonlyMap<number, LiveBlock>,
): { readonly page: number; readonly index: IndexPage | null; readonly block: number }[] {
  return [...blocks.values()].flatMap((block) =>
    indexPages(block).map((found) => ({ ...found, block: block.id })),
  );
}

/** Pages of a block that no index but `dropped` needs. */
function freePages(work: Work, id: number, dropped: string): number[] {
  const used = new Set<number>();
  for (const { page, index, block } of allIndexes(work.blocks)) {
    if (index?.key === dropped) continue;
    if (block === id) used.add(page);
    for (const part of index?.parts ?? []) {
      if (part.block !== id) continue;
      for (let at = part.first; at <= part.last; at += 1) used.add(at);
    }
  }
  return Array.from({ length: PAGES - 1 }, (_, nth) => nth + 1).filter((page) => !used.has(page));
}

/** The block goes to a free sector with its counter one up; the sector it leaves becomes free (authorization §5.5). */
function rewrite(work: Work, old: LiveBlock, plain: Uint8Array): void {
  const address = work.free.shift();
  if (address === undefined) throw new KilnError('STORAGE_FULL', { key: '-' });
  if (old.counter >= MAX_COUNTER) throw new KilnError('STORAGE_DAMAGED', { block: old.id });
  const block: LiveBlock = { ...old, address, counter: old.counter + 1, plain };
  work.writes.push({ address, sector: sealBlock(block, dataKey(work.inner)) });
  work.blocks.set(old.id, block);
  work.free.push(old.address);
}

/** Drops a key's index from a block's map, in place. */
function dropFrom(block: LiveBlock, plain: Uint8Array, key: string): boolean {
  const mine = indexPages(block).filter(({ index }) => index?.key === key);
  for (const { page } of mine) markIndexPage(plain, page, false);
  return mine.length > 0;
}

function holds(block: LiveBlock, key: string): boolean {
  return indexPages(block).some(({ index }) => index?.key === key);
}

/** Puts the value into one block, so that one sector write makes it count. */
function put(work: Work, key: string, value: Uint8Array): number {
  const need = 1 + Math.ceil(value.length / PAGE);
  const ordered = [...work.blocks.values()].sort(
    (a, b) => Number(holds(b, key)) - Number(holds(a, key)) || a.id - b.id,
  );
  for (const block of ordered) {
    const pages = freePages(work, block.id, key).slice(0, need);
    if (pages.length < need) continue;
    const plain = block.plain.slice();
    dropFrom(block, plain, key);
    const changed = { ...block, plain };
    place(
      new Map([[block.id, changed]]),
      { key, value },
      pages.map((page) => ({ block: block.id, page })),
    );
    rewrite(work, block, plain);
    return block.id;
  }
  throw new KilnError('STORAGE_FULL', { key });
}

/**
 * Sets or drops one key in a storage that stands, the way the application itself would: the changed block goes to a
 * sector that does not count, with its counter one up. Nothing that counts is erased before its successor is written,
 * so a power cut leaves the old state or the new one. Chosen over a rebuild because it changes one sector, touches no
 * other key, and needs no new key; the old value stays readable in the sector left behind (`wipe` is for that).
 * @param value null: drop the key
 * @returns sectors in the order they must be written; none where the key is not there to be dropped
 * @throws KilnError STORAGE_DAMAGED without a readable storage, STORAGE_FULL {key} without room, STORAGE_KEY {key}
 */
export function editStorage(storage: DecodedStorage, key: string, value: Uint8Array | null): SectorWrite[] {
  requireKey(key);
  if (!storage.key || storage.blocks.size === 0) throw new KilnError('STORAGE_DAMAGED', { block: '-' });
  const free = FREE.flatMap((wanted) =>
    storage.sectors.filter(({ health }) => health === wanted).map(({ address }) => address),
  );
  const work: Work = { blocks: new Map(storage.blocks), free, writes: [], inner: storage.key.inner };
  const home = value ? put(work, key, value) : null;
  for (const block of [...work.blocks.values()]) {
    if (block.id === home) continue;
    const plain = block.plain.slice();
    if (dropFrom(block, plain, key)) rewrite(work, block, plain);
  }
  return work.writes;
}
