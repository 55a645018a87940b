import { byteSum } from './bytes.js';
import { indexPages, PAGES, pageOf } from './data-sector.js';
import type { DamagedEntry, EntryProblem, LiveBlock, StorageEntry } from './decoded.js';
import { PAGE, type IndexPage } from './index-page.js';

/** The bytes that an index points to, or what is wrong with it. */
function valueOf(blocks: ReadonlyMap<number, LiveBlock>, index: IndexPage): Uint8Array | EntryProblem {
  const pages: Uint8Array[] = [];
  for (const { block, first, last } of index.parts) {
    const held = blocks.get(block);
    if (!held || first < 1 || last < first || last >= PAGES) return 'parts';
    for (let page = first; page <= last; page += 1) pages.push(pageOf(held.plain, page));
  }
  if (pages.length * PAGE < index.length) return 'parts';
  const value = new Uint8Array(Buffer.concat(pages)).subarray(0, index.length);
  return byteSum(value) === index.sum ? value : 'sum';
}

/**
 * The entries of the blocks that count, in order of block and page. Where two have one name, the one in the block
 * that was rewritten more often counts: the other was left by a move that power cut short.
 */
export function collectEntries(blocks: ReadonlyMap<number, LiveBlock>): {
  readonly entries: readonly StorageEntry[];
  readonly damaged: readonly DamagedEntry[];
} {
  const best = new Map<string, StorageEntry & { readonly page: number }>();
  const damaged: DamagedEntry[] = [];
  const ordered = [...blocks.values()].sort((a, b) => a.id - b.id);
  for (const block of ordered) {
    for (const { page, index } of indexPages(block)) {
      const place = { block: block.id, page };
      const value = index ? valueOf(blocks, index) : 'index';
      if (!index || typeof value === 'string') {
        damaged.push({
          key: index?.key ?? null,
          ...place,
          problem: typeof value === 'string' ? value : 'index',
        });
        continue;
      }
      const entry = { key: index.key, length: index.length, ...place, counter: block.counter, value };
      const rival = best.get(index.key);
      const wins = !rival || entry.counter > rival.counter;
      const loser = wins ? rival : entry;
      if (wins) best.set(index.key, entry);
      if (loser) damaged.push({ key: loser.key, block: loser.block, page: loser.page, problem: 'duplicate' });
    }
  }
  const entries = [...best.values()]
    .sort((a, b) => a.block - b.block || a.page - b.page)
    .map(({ page: _page, ...entry }) => entry);
  return { entries, damaged };
}
