import { blockCounter, blockId, indexPages, openBlock, PAGE } from '../storage/data-sector.js';
import { decodeKeySector } from '../storage/key-sector.js';
import { dataKey } from '../storage/keys.js';
import { SECTOR, type StorageLayout } from '../storage/layout.js';

/** One sector of a storage as it stands in flash, stale copies among them. */
export interface Copy {
  readonly sector: number;
  readonly id: number;
  readonly counter: number;
  readonly plain: Uint8Array;
}

/** Every sound data sector of `flash`, stale ones too. */
export function copiesIn(flash: Uint8Array, layout: StorageLayout): readonly Copy[] {
  const inner = decodeKeySector(flash.slice(layout.keySector, layout.keySector + SECTOR));
  if (!inner) return [];
  const copies: Copy[] = [];
  for (let sector = layout.start; sector < layout.end; sector += SECTOR) {
    const plain = openBlock(flash.slice(sector, sector + SECTOR), dataKey(inner), layout.magic);
    if (plain) copies.push({ sector, id: blockId(plain), counter: blockCounter(plain), plain });
  }
  return copies;
}

/** Text of the pages of `copy` that no index page and no value claims. */
export function unreferencedText({ id, plain }: Copy, everywhere: readonly Copy[]): string {
  const used = new Set<number>();
  for (const { id: home, plain: other } of everywhere) {
    for (const index of indexPages(other)) {
      if (home === id) used.add(index.page);
      for (const part of index.parts)
        for (let page = part.first; part.block === id && page <= part.last; page++) used.add(page);
    }
  }
  const loose = Array.from({ length: 31 }, (_, nth) => nth + 1).filter((page) => !used.has(page));
  return loose
    .map((page) => Buffer.from(plain.subarray(page * PAGE, (page + 1) * PAGE)).toString('latin1'))
    .join('');
}
