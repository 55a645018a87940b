import { PAGE, PAGES, type IndexPage, type Part } from './data-sector.js';

/** An index page and the block it stands in. */
export interface Entry {
  readonly block: number;
  readonly index: IndexPage;
}

/** Pages of block `id` that `entries` need: their index pages there, and what of their values lies there. */
function usedPages(id: number, entries: readonly Entry[]): ReadonlySet<number> {
  const used = new Set<number>();
  for (const { block: home, index } of entries) {
    if (home === id) used.add(index.page);
    for (const { block, first, last } of index.parts) {
      for (let page = first; block === id && page <= last; page++) used.add(page);
    }
  }
  return used;
}

/**
 * Pages of block `id` that may take new data beside `entries`: untouched ones first, then those in which only stale
 * values stand. Old values therefore stay readable for a while, as on a module (authorization §5.5).
 */
export function freePages(id: number, plain: Uint8Array, entries: readonly Entry[]): readonly number[] {
  const used = usedPages(id, entries);
  const clean: number[] = [];
  const stale: number[] = [];
  for (let page = 1; page < PAGES; page++) {
    if (used.has(page)) continue;
    const blank = plain.subarray(page * PAGE, (page + 1) * PAGE).every((byte) => byte === 0xff);
    (blank ? clean : stale).push(page);
  }
  return [...clean, ...stale];
}

/** Ascending `pages` of one block as runs. */
export function partsOf(block: number, pages: readonly number[]): readonly Part[] {
  const parts: Part[] = [];
  for (const page of pages) {
    const previous = parts.at(-1);
    if (previous && previous.last === page - 1) parts[parts.length - 1] = { ...previous, last: page };
    else parts.push({ block, first: page, last: page });
  }
  return parts;
}
