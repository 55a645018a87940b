import { createCipheriv } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { u16, u32 } from '../codec/bytes.js';
import { randomBytes, seededRandom } from '../random.js';
import { hexOf } from '../testing/hex.js';
import { MemoryStore } from '../testing/memory-store.js';
import { decrypt, encrypt } from './aes.js';
import { blockCounter, blockId, emptyBlock, indexPages, openBlock, sealBlock } from './data-sector.js';
import { decodeKeySector, encodeKeySector } from './key-sector.js';
import { KeyValueStorage } from './key-value-storage.js';
import { byteSum, dataKey, MASTER_KEY } from './keys.js';
import { N_LAYOUT, SECTOR, T_LAYOUT } from './layout.js';
import { decodeProtectedSector, encodeProtectedSector } from './protected-sector.js';

const INNER = Uint8Array.from({ length: 16 }, (_, index) => 0x10 + index);

describe('keys (authorization §5.2)', () => {
  it('derives the data key from the inner key', () => {
    // P1[i & 3] + P2[i] + inner[i], by hand for the ends: '8' + 'H' + 10, '1' + 'f' + 1F mod 256.
    const key = dataKey(INNER);
    expect(key[0]).toBe((0x38 + 0x48 + 0x10) & 0xff);
    expect(key[15]).toBe((0x30 + 0x66 + 0x1f) & 0xff);
  });

  it('seals with plain AES-128-ECB', () => {
    const cipher = createCipheriv('aes-128-ecb', Buffer.from('qwertyuiopasdfgh'), null).setAutoPadding(false);
    const expected = Buffer.concat([cipher.update(Buffer.alloc(16, 0xff)), cipher.final()]);
    expect(hexOf(encrypt(MASTER_KEY, new Uint8Array(16).fill(0xff)))).toBe(hexOf(expected));
  });
});

describe('the key sector (authorization §5.3)', () => {
  it('stands in its places', () => {
    const plain = decrypt(MASTER_KEY, encodeKeySector(INNER));
    expect(u32(plain, 0)).toBe(0x13579753);
    expect(u32(plain, 4)).toBe(byteSum(INNER));
    expect(plain.subarray(8, 24)).toEqual(INNER);
    expect(plain.subarray(24).every((byte) => byte === 0xff)).toBe(true);
  });

  it('comes back, and is none once a bit is wrong', () => {
    fc.assert(
      // Behind the first cipher block only a byte sum guards the key, which one change in 500 or so survives.
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(15), (inner, at) => {
        const sector = encodeKeySector(inner);
        expect(decodeKeySector(sector)).toEqual(inner);
        sector[at] = (sector[at] ?? 0) ^ 0x10;
        expect(decodeKeySector(sector)).toBeNull();
      }),
    );
    expect(decodeKeySector(new Uint8Array(SECTOR).fill(0xff))).toBeNull();
  });
});

describe('the protected sector (authorization §5.4)', () => {
  const text = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...'abc_.') });
  const records = fc.dictionary(text, fc.uint8Array({ maxLength: 300 }), { maxKeys: 5 });

  it('comes back with everything in it', () => {
    fc.assert(
      fc.property(records, fc.integer({ min: 0, max: 0xffffffff }), (values, writes) => {
        const content = { inner: INNER, writes, records: new Map(Object.entries(values)) };
        expect(decodeProtectedSector(encodeProtectedSector(content))).toEqual(content);
      }),
    );
  });

  it('is told from the key sector by its sum', () => {
    const sector = encodeProtectedSector({ inner: INNER, writes: 1, records: new Map() });
    expect(decodeKeySector(sector)).toBeNull();
    expect(decodeProtectedSector(encodeKeySector(INNER))).toBeNull();
    const plain = decrypt(MASTER_KEY, sector);
    expect(u32(plain, 4)).toBe(byteSum(plain.subarray(8)));
    expect(u32(plain, 24)).toBe(0);
  });
});

describe('a data sector (authorization §5.5)', () => {
  it('has its header in its places', () => {
    const plain = emptyBlock(T_LAYOUT.magic, 5, 7);
    expect(openBlock(sealBlock(plain, dataKey(INNER)), dataKey(INNER), T_LAYOUT.magic)).toEqual(plain);
    expect(u32(plain, 0)).toBe(0x98761234);
    expect(u32(plain, 4)).toBe(byteSum(plain.subarray(8)));
    expect([u16(plain, 8), u32(plain, 10), plain[14]]).toEqual([5, 7, 4]);
    expect(hexOf(plain.subarray(15, 19))).toBe('00 00 00 00');
    expect(plain.subarray(19).every((byte) => byte === 0xff)).toBe(true);
  });

  it('is none under another key or another magic', () => {
    const sector = sealBlock(emptyBlock(T_LAYOUT.magic, 0, 0), dataKey(INNER));
    expect(openBlock(sector, INNER, T_LAYOUT.magic)).toBeNull();
    expect(openBlock(sector, dataKey(INNER), N_LAYOUT.magic)).toBeNull();
  });
});

describe.each([
  ['T', T_LAYOUT, 14, 0x1fd000],
  ['N', N_LAYOUT, 16, 0x1ff000],
] as const)('the storage of %s', (_, layout, blocks, firstSwap) => {
  const open = (store: MemoryStore): KeyValueStorage => {
    const storage = new KeyValueStorage(layout, store);
    storage.mount();
    return storage;
  };
  const fresh = (): { store: MemoryStore; storage: KeyValueStorage } => {
    const store = new MemoryStore();
    const storage = new KeyValueStorage(layout, store);
    expect(storage.mount()).toBe(false);
    storage.format(INNER);
    return { store, storage };
  };
  const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

  it('is laid out as one block an id, and the first rewritten block goes to the swap', () => {
    const { store, storage } = fresh();
    expect(store.written).toEqual([
      0x1ee000,
      ...Array.from({ length: blocks }, (_x, id) => 0x1ef000 + id * SECTOR),
    ]);
    storage.set('gw_bi', bytes('{}'));
    expect(store.written.at(-1)).toBe(firstSwap);
    const plain = openBlock(store.readSector(firstSwap), dataKey(INNER), layout.magic) ?? new Uint8Array(0);
    expect([blockId(plain), blockCounter(plain)]).toEqual([0, 1]);
    // Page 1 is the index page, page 2 the value: bit 1 of the map (authorization §5.7, map `02 00 00 00`).
    expect(hexOf(plain.subarray(15, 19))).toBe('02 00 00 00');
    expect(indexPages(plain)).toEqual([
      { page: 1, name: 'gw_bi', length: 2, sum: 0x7b + 0x7d, parts: [{ block: 0, first: 2, last: 2 }] },
    ]);
  });

  it('gives the higher counter, also where the stale copy stands first', () => {
    const { store, storage } = fresh();
    storage.set('key', bytes('old'));
    storage.set('key', bytes('new'));
    expect(Buffer.from(open(store).get('key') ?? []).toString()).toBe('new');
  });

  it('leaves old values readable in pages nobody refers to', () => {
    const { store, storage } = fresh();
    storage.set('gw_bi', bytes('first value'));
    storage.set('gw_bi', bytes('second value'));
    const plains = store.written
      .slice(-1)
      .map((at) => openBlock(store.readSector(at), dataKey(INNER), layout.magic));
    expect(Buffer.from(plains[0] ?? []).includes('first value')).toBe(true);
  });

  it('keeps values of many pages, over blocks too, and refuses what all of them cannot take', () => {
    const { store, storage } = fresh();
    const big = randomBytes(seededRandom(3), 29 * 128);
    expect(storage.set('big', big)).toBe(true);
    expect(storage.set('small', bytes('x'))).toBe(true);
    expect(open(store).get('big')).toEqual(big);
    const huge = randomBytes(seededRandom(4), 70 * 128 + 5);
    expect(storage.set('huge', huge)).toBe(true);
    expect(open(store).get('huge')).toEqual(huge);
    expect(storage.set('huge', new Uint8Array(17 * 31 * 128))).toBe(false);
    expect(storage.set('small', bytes('y'))).toBe(true);
    expect(storage.set('huge', huge.toReversed())).toBe(true);
    expect(open(store).get('huge')).toEqual(huge.toReversed());
    expect(storage.set('empty', new Uint8Array(0))).toBe(true);
    expect(open(store).get('empty')).toEqual(new Uint8Array(0));
    expect(open(store).get('big')).toEqual(big);
  });

  it('drops what is deleted', () => {
    const { store, storage } = fresh();
    storage.set('a', bytes('1'));
    storage.set('b', bytes('2'));
    storage.delete('a');
    storage.delete('never');
    expect(open(store).get('a')).toBeNull();
    expect(Buffer.from(open(store).get('b') ?? []).toString()).toBe('2');
  });

  it('is what a plain map would be, whatever is set and deleted, over restarts', () => {
    const name = fc.constantFrom('gw_bi', 'gw_wsm', 'gw_di', 'user_param_key');
    const step = fc.tuple(name, fc.option(fc.uint8Array({ maxLength: 5000, size: 'max' })));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { store, storage } = fresh();
        const expected = new Map<string, Uint8Array>();
        for (const [key, value] of steps) {
          if (value) {
            expect(storage.set(key, value)).toBe(true);
            expected.set(key, value);
          } else {
            storage.delete(key);
            expected.delete(key);
          }
        }
        const again = open(store);
        for (const key of ['gw_bi', 'gw_wsm', 'gw_di', 'user_param_key']) {
          expect(again.get(key)).toEqual(expected.get(key) ?? null);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('never throws over a damaged flash', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(0x11fff), (seed, at) => {
        const { store, storage } = fresh();
        storage.set('gw_bi', bytes('value'));
        store.cells.set(randomBytes(seededRandom(seed), 64), 0x1ee000 + Math.min(at, 0x11f00));
        expect(() => open(store).get('gw_bi')).not.toThrow();
      }),
      { numRuns: 30 },
    );
  });
});
