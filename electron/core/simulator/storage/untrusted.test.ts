import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomBytes, seededRandom } from '../random.js';
import { MemoryStore } from '../testing/memory-store.js';
import { emptyBlock, indexPages, markIndex, PAGE, PAGES, sealBlock } from './data-sector.js';
import { encodeKeySector } from './key-sector.js';
import { KeyValueStorage } from './key-value-storage.js';
import { dataKey } from './keys.js';
import { N_LAYOUT, SECTOR, T_LAYOUT } from './layout.js';
import { freePages, partsOf } from './pages.js';

const INNER = new Uint8Array(16).fill(0x5a);
const KEY = dataKey(INNER);
const NAMES = ['gw_bi', 'gw_wsm', 'mf_test_close'];

/** Everything an application does with its storage; true where it could mount. */
function use(storage: KeyValueStorage): boolean {
  const ready = storage.mount();
  for (const name of NAMES) storage.get(name);
  if (!ready) return false;
  for (const name of NAMES) {
    if (storage.set(name, Uint8Array.from(Buffer.from(name))))
      expect(Buffer.from(storage.get(name) ?? []).toString()).toBe(name);
  }
  storage.delete('gw_wsm');
  expect(storage.get('gw_wsm')).toBeNull();
  return true;
}

describe.each([
  ['T', T_LAYOUT],
  ['N', N_LAYOUT],
] as const)('the storage of %s over what nobody vouches for', (_, layout) => {
  it('does not mount noise', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const store = new MemoryStore();
        store.cells.set(randomBytes(seededRandom(seed), 0x12000), layout.keySector);
        expect(use(new KeyValueStorage(layout, store))).toBe(false);
      }),
      { numRuns: 5 },
    );
  });

  it('does not mount a key sector without a block', () => {
    const store = new MemoryStore();
    store.writeSector(layout.keySector, encodeKeySector(INNER));
    const storage = new KeyValueStorage(layout, store);
    expect(use(storage)).toBe(false);
    expect(storage.inner).toEqual(INNER);
  });

  it('works with blocks whose sum is right and whose every page is noise', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 4 }), (seed, count) => {
        const random = seededRandom(seed);
        const store = new MemoryStore();
        store.writeSector(layout.keySector, encodeKeySector(INNER));
        for (let id = 0; id < count; id++) {
          const plain = emptyBlock(layout.magic, id, Math.floor(random() * 2 ** 32));
          plain.set(randomBytes(random, SECTOR - 15), 15);
          store.writeSector(layout.start + id * SECTOR, sealBlock(plain, KEY));
        }
        expect(use(new KeyValueStorage(layout, store))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps a sector for swapping where every sector claims another block', () => {
    const store = new MemoryStore();
    store.writeSector(layout.keySector, encodeKeySector(INNER));
    for (let sector = layout.start, id = 0; sector < layout.end; sector += SECTOR, id++)
      store.writeSector(sector, sealBlock(emptyBlock(layout.magic, id, 1), KEY));
    expect(use(new KeyValueStorage(layout, store))).toBe(true);
  });

  it('lives as long as one block does: the rewritten one stands behind all that an erase took so far', () => {
    for (let gone = 0; gone <= (layout.end - layout.start) / SECTOR; gone++) {
      const store = new MemoryStore();
      const storage = new KeyValueStorage(layout, store);
      storage.format(INNER);
      storage.set('gw_bi', Uint8Array.from(Buffer.from('{}')));
      store.cells.fill(0xff, layout.start, layout.start + gone * SECTOR);
      const again = new KeyValueStorage(layout, store);
      expect(again.mount()).toBe(gone <= layout.blocks);
      expect(again.get('gw_bi') !== null).toBe(gone <= layout.blocks);
    }
  });

  it('does nothing before it has a key', () => {
    const storage = new KeyValueStorage(layout, new MemoryStore());
    expect(storage.get('gw_bi')).toBeNull();
    expect(storage.set('gw_bi', Uint8Array.of(1))).toBe(false);
    expect(storage.inner).toBeNull();
  });
});

describe('pages', () => {
  it('of noise are read without a throw, whatever their lengths claim', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: PAGE, maxLength: PAGE }),
        fc.integer({ min: 1, max: 31 }),
        (bytes, page) => {
          const plain = emptyBlock(T_LAYOUT.magic, 0, 0);
          plain.set(bytes, page * PAGE);
          markIndex(plain, page, true);
          const [index] = indexPages(plain);
          expect(index?.page).toBe(page);
          expect(index?.parts.length).toBeLessThanOrEqual(PAGE / 4);
        },
      ),
    );
  });

  it('become runs and come back from them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: PAGES - 1 })), (chosen) => {
        const pages = chosen.sort((a, b) => a - b);
        const parts = partsOf(3, pages);
        const back = parts.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, index) => first + index),
        );
        expect(back).toEqual(pages);
        parts.forEach((part, at) => expect(part.first - 1).not.toBe(parts[at - 1]?.last));
      }),
    );
  });

  it('are offered blank ones first, then those with stale values, never those in use', () => {
    const plain = emptyBlock(T_LAYOUT.magic, 1, 0);
    plain.fill(0x41, 2 * PAGE, 4 * PAGE);
    const index = { page: 5, name: 'x', length: 1, sum: 0, parts: [{ block: 1, first: 6, last: 7 }] };
    const elsewhere = { ...index, parts: [{ block: 2, first: 8, last: 9 }] };
    const free = freePages(1, plain, [
      { block: 1, index },
      { block: 2, index: elsewhere },
    ]);
    expect(free.slice(-2)).toEqual([2, 3]);
    expect(free[0]).toBe(1);
    for (const used of [0, 5, 6, 7]) expect(free).not.toContain(used);
    expect(free).toContain(8);
    expect(free.length).toBe(31 - 3);
  });
});
