import { decodeKeySector, encodeKeySector } from './key-sector.js';
import { byteSum, dataKey } from './keys.js';
import { SECTOR, type StorageLayout } from './layout.js';
import {
  blockCounter,
  blockId,
  emptyBlock,
  encodeIndex,
  fillPages,
  fitsIndexPage,
  indexPages,
  markIndex,
  openBlock,
  PAGE,
  sealBlock,
  setCounter,
} from './data-sector.js';
import { freePages, partsOf, type Entry } from './pages.js';

/** Index pages hold a RAM address that readers ignore; any will do (authorization §5.5). */
const RAM = 0x00420000;

/** The flash as the application's storage uses it: whole sectors. */
export interface SectorStore {
  readSector(address: number): Uint8Array;
  /** Erases and programs. */
  writeSector(address: number, content: Uint8Array): void;
}

interface Block {
  readonly sector: number;
  readonly plain: Uint8Array;
}

/**
 * The application's key-value storage: log-structured, one block a 4 KiB sector, a changed block goes to a swap
 * sector with its counter one up, and the sector it left keeps the old copy until it is needed (authorization §5.5).
 */
export class KeyValueStorage {
  readonly #layout: StorageLayout;
  readonly #store: SectorStore;
  #inner: Uint8Array | null = null;
  #blocks = new Map<number, Block>();
  #nextSwap: number;

  constructor(layout: StorageLayout, store: SectorStore) {
    this.#layout = layout;
    this.#store = store;
    this.#nextSwap = layout.start;
  }

  /** The inner key of the key sector, null before `mount` or `format` found or made one. */
  get inner(): Uint8Array | null {
    return this.#inner;
  }

  /** Reads what stands in flash. @returns false where there is no key or no block: nothing to work with */
  mount(): boolean {
    this.#inner = decodeKeySector(this.#store.readSector(this.#layout.keySector));
    this.#blocks = new Map();
    if (!this.#inner) return false;
    const key = dataKey(this.#inner);
    for (let sector = this.#layout.start; sector < this.#layout.end; sector += SECTOR) {
      const plain = openBlock(this.#store.readSector(sector), key, this.#layout.magic);
      // Ids beyond the layout's own would leave no sector for swapping.
      if (!plain || blockId(plain) >= this.#layout.blocks) continue;
      const rival = this.#blocks.get(blockId(plain));
      if (!rival || blockCounter(plain) > blockCounter(rival.plain))
        this.#blocks.set(blockId(plain), { sector, plain });
    }
    return this.#blocks.size > 0;
  }

  /** A new storage without values under `inner` (16 bytes). */
  format(inner: Uint8Array): void {
    this.#inner = inner.slice();
    this.#store.writeSector(this.#layout.keySector, encodeKeySector(inner));
    this.#blocks = new Map();
    for (let id = 0; id < this.#layout.blocks; id++) {
      const sector = this.#layout.start + id * SECTOR;
      this.#put({ sector, plain: emptyBlock(this.#layout.magic, id, 0) });
    }
    this.#nextSwap = this.#layout.start + this.#layout.blocks * SECTOR;
  }

  /** The value, null where there is none or its sum is wrong. */
  get(name: string): Uint8Array | null {
    const found = this.#find(name)?.index;
    if (!found) return null;
    const value = Buffer.concat(
      found.parts.map(({ block, first, last }) =>
        (this.#blocks.get(block)?.plain ?? new Uint8Array(0)).subarray(first * PAGE, (last + 1) * PAGE),
      ),
    ).subarray(0, found.length);
    return value.length === found.length && byteSum(value) === found.sum ? Uint8Array.from(value) : null;
  }

  /** @returns false where no block has room */
  set(name: string, value: Uint8Array): boolean {
    const old = this.#find(name);
    const all = this.#entries();
    const others = all.filter((entry) => entry.index.name !== name);
    const need = 1 + Math.ceil(value.length / PAGE);
    // New pages first; the value's own only where nothing else is left (authorization §5.5).
    const room = (id: number, plain: Uint8Array): readonly number[] =>
      [...new Set([...freePages(id, plain, all), ...freePages(id, plain, others)])].slice(0, need);
    const ids = [...this.#blocks.keys()].sort(
      (a, b) => Number(b === old?.block) - Number(a === old?.block) || a - b,
    );
    for (const id of ids) {
      const block = this.#blocks.get(id);
      const pages = block ? room(id, block.plain) : [];
      if (!block || pages.length < need) continue;
      if (old && old.block !== id) this.delete(name);
      const plain = block.plain.slice();
      if (old?.block === id) markIndex(plain, old.index.page, false);
      this.#place(plain, { name, value, pages: [...pages].sort((a, b) => a - b) });
      this.#rewrite(plain);
      return true;
    }
    return this.#spread(name, value, others);
  }

  /** A value that no single block has room for: its parts over several, the one with the index page last. */
  #spread(name: string, value: Uint8Array, others: readonly Entry[]): boolean {
    const [home, ...rest] = this.#roomFor(1 + Math.ceil(value.length / PAGE), others);
    const [page, ...first] = home?.pages ?? [];
    if (!home || page === undefined) return false;
    const places = [{ id: home.id, pages: first }, ...rest];
    const parts = places.flatMap(({ id, pages }) => partsOf(id, pages));
    if (!fitsIndexPage(name, parts.length)) return false;
    if (this.#find(name)) this.delete(name);
    let taken = first.length;
    for (const { id, pages } of rest) {
      const plain = this.#blocks.get(id)?.plain.slice();
      if (!plain) return false;
      fillPages(plain, pages, value.subarray(taken * PAGE));
      taken += pages.length;
      this.#rewrite(plain);
    }
    const plain = this.#blocks.get(home.id)?.plain.slice();
    if (!plain) return false;
    fillPages(plain, first, value);
    const index = { page, name, length: value.length, sum: byteSum(value), parts };
    plain.set(encodeIndex(home.id, index, RAM + page * PAGE), page * PAGE);
    markIndex(plain, page, true);
    this.#rewrite(plain);
    return true;
  }

  /** Free pages, ascending in each block; none where there are not `count` of them. */
  #roomFor(count: number, others: readonly Entry[]): readonly { id: number; pages: readonly number[] }[] {
    const found: { id: number; pages: readonly number[] }[] = [];
    let missing = count;
    for (const [id, { plain }] of [...this.#blocks].sort(([a], [b]) => a - b)) {
      const pages = freePages(id, plain, others).slice(0, missing);
      if (pages.length > 0) found.push({ id, pages: [...pages].sort((a, b) => a - b) });
      missing -= pages.length;
      if (missing === 0) return found;
    }
    return [];
  }

  /** Index page first, then the value's pages. */
  #place(plain: Uint8Array, entry: { name: string; value: Uint8Array; pages: readonly number[] }): void {
    const { name, value, pages } = entry;
    const [page = 1, ...data] = pages;
    fillPages(plain, data, value);
    const parts = partsOf(blockId(plain), data);
    const index = { page, name, length: value.length, sum: byteSum(value), parts };
    plain.set(encodeIndex(blockId(plain), index, RAM + page * PAGE), page * PAGE);
    markIndex(plain, page, true);
  }

  /** Drops the index; the value's pages keep their bytes, as on a module (authorization §5.5). */
  delete(name: string): void {
    const found = this.#find(name);
    const block = found && this.#blocks.get(found.block);
    if (!found || !block) return;
    const plain = block.plain.slice();
    markIndex(plain, found.index.page, false);
    this.#rewrite(plain);
  }

  #find(name: string): Entry | null {
    return this.#entries().find((entry) => entry.index.name === name) ?? null;
  }

  #entries(): readonly Entry[] {
    return [...this.#blocks].flatMap(([block, { plain }]) =>
      indexPages(plain).map((index) => ({ block, index })),
    );
  }

  #rewrite(plain: Uint8Array): void {
    setCounter(plain, blockCounter(plain) + 1);
    this.#put({ sector: this.#swap(), plain });
  }

  /** The next sector that holds no live block, in turn, so that wear spreads. */
  #swap(): number {
    const { start, end } = this.#layout;
    const live = new Set([...this.#blocks.values()].map((block) => block.sector));
    for (let tries = (end - start) / SECTOR; tries > 0; tries--) {
      const sector = this.#nextSwap >= end ? start : this.#nextSwap;
      this.#nextSwap = sector + SECTOR;
      if (!live.has(sector)) return sector;
    }
    throw new Error('storage without a swap sector');
  }

  #put(block: Block): void {
    if (!this.#inner) throw new Error('storage is not mounted');
    this.#store.writeSector(block.sector, sealBlock(block.plain, dataKey(this.#inner)));
    this.#blocks.set(blockId(block.plain), block);
  }
}
