import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { le16, le32, u16, u32 } from '../codec/bytes.js';
import { hexOf } from '../testing/hex.js';
import { MemoryStore } from '../testing/memory-store.js';
import { decrypt, encrypt } from './aes.js';
import { emptyBlock, encodeIndex, indexPages, markIndex, openBlock, PAGE, sealBlock } from './data-sector.js';
import { encodeKeySector } from './key-sector.js';
import { KeyValueStorage } from './key-value-storage.js';
import { byteSum, dataKey, MASTER_KEY } from './keys.js';
import { N_LAYOUT, SECTOR, T_LAYOUT } from './layout.js';
import { decodeProtectedSector, encodeProtectedSector, fitsProtectedSector } from './protected-sector.js';

const INNER = Uint8Array.from({ length: 16 }, (_, index) => 0xf0 + index);
const KEY = dataKey(INNER);

/** A storage of T in which block `id` stands at `sector` as `build` leaves it. */
function storeWith(blocks: readonly (readonly [sector: number, plain: Uint8Array])[]): MemoryStore {
  const store = new MemoryStore();
  store.writeSector(T_LAYOUT.keySector, encodeKeySector(INNER));
  for (const [sector, plain] of blocks) store.writeSector(sector, sealBlock(plain, KEY));
  return store;
}

function mounted(store: MemoryStore): KeyValueStorage {
  const storage = new KeyValueStorage(T_LAYOUT, store);
  expect(storage.mount()).toBe(true);
  return storage;
}

/** Index bytes written by hand from the page, not with the encoder (authorization §5.5). */
function handIndex(options: {
  name: string;
  value: Uint8Array;
  parts: readonly number[][];
  page: number;
}): number[] {
  const { name, value, parts, page } = options;
  const bytes = [
    ...le32(byteSum(value)),
    ...le32(value.length),
    ...le16(0),
    page,
    ...le16(parts.length),
    ...[0xde, 0xad, 0xbe, 0xef],
    name.length + 1,
    ...Buffer.from(`${name}\0`),
    ...parts.flatMap(([block = 0, first = 0, last = 0]) => [...le16(block), first, last]),
  ];
  return [...bytes, ...Array<number>(PAGE - bytes.length).fill(0xff)];
}

describe('the regions (authorization §5.1)', () => {
  it.each([
    ['T', T_LAYOUT, [14, 3], []],
    ['N', N_LAYOUT, [16, 1], [0x1ed000, 0x1cf000]],
  ] as const)('%s', (_, layout, [blocks, swap], protectedSectors) => {
    expect(layout.keySector).toBe(0x1ee000);
    expect([layout.start, layout.end]).toEqual([0x1ef000, 0x200000]);
    expect(layout.blocks).toBe(blocks);
    expect((layout.end - layout.start) / SECTOR - blocks).toBe(swap);
    expect(layout.protectedSectors).toEqual(protectedSectors);
    // The documented erase covers exactly this (authorization §5.1).
    expect(layout.end - layout.keySector).toBe(0x12000);
  });
});

describe('the key sector in flash (authorization §5.3)', () => {
  it('shows the fast locator from offset 32 on: AES of sixteen FF, all the way', () => {
    const locator = hexOf(encrypt(MASTER_KEY, new Uint8Array(16).fill(0xff)));
    const sector = encodeKeySector(INNER);
    expect(sector.length).toBe(SECTOR);
    for (let at = 32; at < SECTOR; at += 16) expect(hexOf(sector.subarray(at, at + 16))).toBe(locator);
  });

  it('wraps the data key modulo 256', () => {
    expect(KEY[0]).toBe((0x38 + 0x48 + 0xf0) % 256);
    expect(KEY[5]).toBe((0x37 + 0x62 + 0xf5) % 256);
    expect(KEY[15]).toBe((0x30 + 0x66 + 0xff) % 256);
  });
});

describe('an index page (authorization §5.5)', () => {
  const value = Uint8Array.from({ length: 300 }, (_, index) => index & 0xff);

  it('has every field in its place', () => {
    const index = {
      page: 4,
      name: 'gw_wsm',
      length: 300,
      sum: byteSum(value),
      parts: [{ block: 3, first: 5, last: 7 }],
    };
    const page = encodeIndex(3, index, 0x00420abc);
    expect(page.length).toBe(PAGE);
    expect([u32(page, 0), u32(page, 4), u16(page, 8), page[10], u16(page, 11)]).toEqual([
      byteSum(value),
      300,
      3,
      4,
      1,
    ]);
    expect(u32(page, 13)).toBe(0x00420abc);
    expect(page[17]).toBe(7);
    expect(Buffer.from(page.subarray(18, 25)).toString('latin1')).toBe('gw_wsm\0');
    expect(hexOf(page.subarray(25, 29))).toBe('03 00 05 07');
    expect(page.subarray(29).every((byte) => byte === 0xff)).toBe(true);
  });

  it('is found by its bit in the map, for each of the 31 pages, and by nothing else', () => {
    for (let page = 1; page < 32; page++) {
      const plain = emptyBlock(T_LAYOUT.magic, 0, 0);
      const index = { page, name: 'x', length: 0, sum: 0, parts: [] };
      plain.set(encodeIndex(0, index, 0), page * PAGE);
      expect(indexPages(plain)).toEqual([]);
      markIndex(plain, page, true);
      expect((plain[15 + (page >> 3)] ?? 0) >> (page & 7)).toBe(1);
      expect(indexPages(plain)).toEqual([index]);
      markIndex(plain, page, false);
      expect(hexOf(plain.subarray(15, 19))).toBe('00 00 00 00');
    }
  });

  it('is read as a module writes it: junk for the pointer, parts that jump', () => {
    const plain = emptyBlock(T_LAYOUT.magic, 0, 3);
    const parts = [
      [0, 9, 9],
      [0, 2, 3],
    ];
    plain.set(handIndex({ name: 'gw_bi', value, parts, page: 1 }), PAGE);
    plain.set(value.subarray(0, 128), 9 * PAGE);
    plain.set(value.subarray(128), 2 * PAGE);
    markIndex(plain, 1, true);
    expect(mounted(storeWith([[0x1f2000, plain]])).get('gw_bi')).toEqual(value);
  });

  it('may point into another block', () => {
    const home = emptyBlock(T_LAYOUT.magic, 0, 0);
    const other = emptyBlock(T_LAYOUT.magic, 7, 0);
    const parts = [
      [0, 31, 31],
      [7, 1, 2],
    ];
    home.set(handIndex({ name: 'tls_ca_cnt', value, parts, page: 30 }), 30 * PAGE);
    home.set(value.subarray(0, 128), 31 * PAGE);
    other.set(value.subarray(128), PAGE);
    markIndex(home, 30, true);
    const store = storeWith([
      [0x1ef000, home],
      [0x1f8000, other],
    ]);
    const storage = mounted(store);
    expect(storage.get('tls_ca_cnt')).toEqual(value);
    // It is no value any more once its second half is gone.
    const torn = new MemoryStore(store.cells.slice());
    torn.cells.fill(0xff, 0x1f8000, 0x1f9000);
    expect(mounted(torn).get('tls_ca_cnt')).toBeNull();
    // Block 7 is not free where the value lies: it survives what is written after it.
    for (const name of ['a', 'b']) expect(storage.set(name, new Uint8Array(28 * PAGE))).toBe(true);
    expect(storage.set('c', new Uint8Array(0))).toBe(false);
    expect(mounted(store).get('tls_ca_cnt')).toEqual(value);
  });

  it('gives no value whose sum or length is wrong', () => {
    for (const spoil of [0, 4]) {
      const plain = emptyBlock(T_LAYOUT.magic, 0, 0);
      plain.set(handIndex({ name: 'gw_bi', value, parts: [[0, 2, 4]], page: 1 }), PAGE);
      plain.set(value, 2 * PAGE);
      markIndex(plain, 1, true);
      plain[PAGE + spoil] = (plain[PAGE + spoil] ?? 0) ^ 0xff;
      expect(mounted(storeWith([[0x1ef000, plain]])).get('gw_bi')).toBeNull();
    }
  });

  it('keeps a NUL at the end of a value, counted', () => {
    const store = storeWith([[0x1ef000, emptyBlock(T_LAYOUT.magic, 0, 0)]]);
    mounted(store).set('mf_test_close', Buffer.from('true\0'));
    expect(mounted(store).get('mf_test_close')).toEqual(Uint8Array.from(Buffer.from('true\0')));
  });
});

describe('two sectors with the same block id (authorization §5.5)', () => {
  const block = (counter: number, text: string): Uint8Array => {
    const plain = emptyBlock(T_LAYOUT.magic, 2, counter);
    const value = Uint8Array.from(Buffer.from(text));
    plain.set(handIndex({ name: 'k', value, parts: [[0x02, 2, 2]], page: 1 }), PAGE);
    plain.set(value, 2 * PAGE);
    markIndex(plain, 1, true);
    return plain;
  };

  it('the higher counter counts, wherever it stands', () => {
    for (const [first, second] of [
      [8, 9],
      [9, 8],
      [1, 0x80000000],
    ] as const) {
      const store = storeWith([
        [0x1f1000, block(first, `${first}`)],
        [0x1fe000, block(second, `${second}`)],
      ]);
      const found = Buffer.from(mounted(store).get('k') ?? []).toString();
      expect(found).toBe(`${Math.max(first, second)}`);
    }
  });

  it('a torn newer copy leaves the older one in force', () => {
    const store = storeWith([
      [0x1f1000, block(8, 'old')],
      [0x1fe000, block(9, 'new')],
    ]);
    store.cells.fill(0xff, 0x1fe800, 0x1ff000);
    expect(Buffer.from(mounted(store).get('k') ?? []).toString()).toBe('old');
  });

  it('every rewrite counts one up and goes to a sector that holds nothing live', () => {
    const store = new MemoryStore();
    const storage = new KeyValueStorage(T_LAYOUT, store);
    storage.format(INNER);
    const homes: number[] = [];
    for (let round = 1; round <= 20; round++) {
      storage.set('k', Uint8Array.of(round));
      const sector = store.written.at(-1) ?? 0;
      const plain = openBlock(store.readSector(sector), KEY, T_LAYOUT.magic) ?? new Uint8Array(0);
      expect([u16(plain, 8), u32(plain, 10)]).toEqual([0, round]);
      homes.push(sector);
    }
    homes.forEach((home, at) => expect(home).not.toBe(homes[at - 1]));
    expect(new Set(homes).size).toBe(4);
    expect(mounted(store).get('k')).toEqual(Uint8Array.of(20));
  });
});

describe('the protected sector in flash (authorization §5.4)', () => {
  const records = new Map([
    ['gw_bi', Uint8Array.from(Buffer.from('{"uuid":"x"}'))],
    ['gw_wsm', Uint8Array.from(Buffer.from('{}\0'))],
  ]);

  it('has every field in its place, the records under both keys', () => {
    const plain = decrypt(MASTER_KEY, encodeProtectedSector({ inner: INNER, writes: 97, records }));
    expect(u32(plain, 0)).toBe(0x13579753);
    expect(u32(plain, 4)).toBe(byteSum(plain.subarray(8)));
    expect(plain.subarray(8, 24)).toEqual(INNER);
    expect([u32(plain, 24), u32(plain, 28)]).toEqual([36 + 12 + 36 + 3, 97]);
    const inside = decrypt(KEY, plain.subarray(32));
    expect(u32(inside, 0)).toBe(12);
    expect(Buffer.from(inside.subarray(4, 36)).toString('latin1')).toBe('gw_bi'.padEnd(32, '\0'));
    expect(Buffer.from(inside.subarray(36, 48)).toString()).toBe('{"uuid":"x"}');
    expect(u32(inside, 48)).toBe(3);
    expect(inside.subarray(87).every((byte) => byte === 0xff)).toBe(true);
  });

  it('knows what it can hold, to the byte', () => {
    const room = SECTOR - 32 - 36;
    for (const [length, fits] of [
      [room, true],
      [room + 1, false],
    ] as const) {
      const one = new Map([['gw_bi', new Uint8Array(length)]]);
      expect(fitsProtectedSector(one)).toBe(fits);
      const encode = (): Uint8Array => encodeProtectedSector({ inner: INNER, writes: 0, records: one });
      if (fits) expect(decodeProtectedSector(encode())?.records).toEqual(one);
      else expect(encode).toThrow(RangeError);
    }
  });

  it('never throws at what stands inside, its sum being right', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 4072 }), (noise) => {
        const plain = new Uint8Array(SECTOR).fill(0xff);
        plain.set(le32(0x13579753), 0);
        plain.set(noise, 24);
        plain.set(encrypt(dataKey(plain.subarray(8, 24)), plain.subarray(32)), 32);
        plain.set(le32(byteSum(plain.subarray(8))), 4);
        const content = decodeProtectedSector(encrypt(MASTER_KEY, plain));
        expect(content).not.toBeNull();
        for (const value of content?.records.values() ?? []) expect(value.length).toBeLessThan(SECTOR);
      }),
      { numRuns: 40 },
    );
  });

  // Further in, only a byte sum guards it, which one change in 500 or so survives.
  it('is none once a byte of its magic or sum has changed', () => {
    const sector = encodeProtectedSector({ inner: INNER, writes: 1, records });
    fc.assert(
      fc.property(fc.nat(15), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const spoiled = sector.slice();
        spoiled[at] = (spoiled[at] ?? 0) ^ change;
        expect(decodeProtectedSector(spoiled)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});
