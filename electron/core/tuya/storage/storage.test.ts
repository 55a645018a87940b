import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { SECTOR } from './bytes.js';
import { decodeStorage } from './decode.js';
import type { DecodedStorage } from './decoded.js';
import { editStorage } from './edit.js';
import { encodeStorage, type NewEntry } from './encode.js';
import { imageSource, rangesSource } from './flash-source.js';
import { layoutOf, type StorageFormat } from './layout.js';
import { encodeProtectedSector } from './protected-sector.js';

const INNER = Uint8Array.from({ length: 16 }, (_, at) => 200 + at);
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
const formats = fc.constantFrom<StorageFormat>('old', 'new');
const names = fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(...'abc_.019Z') });
/** Up to one value of nearly three blocks among small ones. */
const values = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 500 }) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 4000, maxLength: 11_000 }) },
);
const entrySets = fc.dictionary(names, values, { maxKeys: 12 });

function flashOf(format: StorageFormat, entries: readonly NewEntry[], keySector = 0x1ee000): Uint8Array {
  const flash = new Uint8Array(0x200000).fill(0xff);
  const { start, image } = encodeStorage(layoutOf(keySector, format), INNER, entries);
  flash.set(image, start);
  return flash;
}

const listed = (entries: Readonly<Record<string, Uint8Array>>): NewEntry[] =>
  Object.entries(entries).map(([key, value]) => ({ key, value }));
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');
/** As hex: comparing long arrays number by number takes its time. */
const found = ({ entries }: DecodedStorage): Map<string, string> =>
  new Map(entries.map(({ key, value }) => [key, hex(value)]));
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof KilnError ? error.code : String(error);
  }
  return 'none';
};

const SMALL = [
  { key: 'gw_bi', value: bytes('{"uuid":"0123456789abcdef"}') },
  { key: 'gw_wsm', value: bytes('{"nc_tp":0}') },
  { key: 'long', value: new Uint8Array(5000).fill(7) },
];

describe('decode(encode(x))', () => {
  it('is x, in both formats, also over blocks', () => {
    fc.assert(
      fc.property(formats, fc.constantFrom(0x1ee000, 0x1eb000), entrySets, (format, keySector, entries) => {
        const decoded = decodeStorage(imageSource(flashOf(format, listed(entries), keySector)));
        expect(found(decoded)).toEqual(new Map(listed(entries).map(({ key, value }) => [key, hex(value)])));
        expect(decoded.damaged).toEqual([]);
        expect(decoded.layout).toMatchObject({ format, keySector });
        for (const { key, length, value } of decoded.entries)
          expect([key, length]).toEqual([key, value.length]);
      }),
      { numRuns: 40 },
    );
  });

  it('works wherever the key sector stands from 0x1C0000 on, on larger chips too', () => {
    for (const keySector of [0x1c0000, 0x1d7000, 0x1ee000, 0x7cd000]) {
      const flash = new Uint8Array(0x800000).fill(0xff);
      const { start, image } = encodeStorage(layoutOf(keySector, 'new', flash.length), INNER, SMALL);
      flash.set(image, start);
      expect(decodeStorage(imageSource(flash)).entries).toHaveLength(3);
    }
  });

  it('refuses names that no index page holds, and what does not fit', () => {
    const write = (entries: NewEntry[]) => codeOf(() => flashOf('old', entries));
    const value = bytes('1');
    for (const key of ['', 'with space', 'ümlaut', 'x'.repeat(106), 'nul\0'])
      expect(write([{ key, value }])).toBe('STORAGE_KEY');
    expect(write([{ key: 'x'.repeat(105), value }])).toBe('none');
    expect(write([SMALL[0], SMALL[0]].flatMap((entry) => entry ?? []))).toBe('STORAGE_KEY');
    expect(write([{ key: 'x', value: new Uint8Array(14 * 31 * 128) }])).toBe('STORAGE_FULL');
    expect(write([{ key: 'x', value: new Uint8Array((14 * 31 - 1) * 128) }])).toBe('none');
    // Seven parts of a long name have no room on its page.
    expect(write([{ key: 'x'.repeat(100), value: new Uint8Array(6 * 31 * 128) }])).toBe('STORAGE_FULL');
  });
});

describe('editing in place', () => {
  const apply = (flash: Uint8Array, key: string, value: Uint8Array | null): Uint8Array[] => {
    const states: Uint8Array[] = [];
    for (const { address, sector } of editStorage(decodeStorage(imageSource(flash)), key, value)) {
      // A power cut may leave the sector erased, or half of it written.
      const torn = flash.slice().fill(0xff, address, address + SECTOR);
      torn.set(sector.subarray(0, SECTOR / 2), address);
      states.push(torn);
      flash.set(sector, address);
    }
    return states;
  };

  it('is what a map would be, and a power cut leaves the old state or the new one', () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'gw_bi'), fc.option(fc.uint8Array({ maxLength: 900 }))),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(formats, steps, (format, wanted) => {
        const flash = flashOf(format, SMALL);
        const expected = found(decodeStorage(imageSource(flash)));
        for (const [key, value] of wanted) {
          const before = new Map(expected);
          if (value) expected.set(key, hex(value));
          else expected.delete(key);
          for (const torn of apply(flash, key, value)) {
            const left = found(decodeStorage(imageSource(torn)));
            for (const [name, old] of before) if (name !== key) expect(left.get(name)).toEqual(old);
            expect([before.get(key), value ? hex(value) : undefined]).toContain(left.get(key));
          }
          expect(found(decodeStorage(imageSource(flash)))).toEqual(expected);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('changes one sector, never one that counts', () => {
    const flash = flashOf('new', SMALL);
    const storage = decodeStorage(imageSource(flash));
    const writes = editStorage(storage, 'gw_wsm', null);
    expect(writes.map(({ address }) => address)).toEqual([0x1ff000]);
    expect(editStorage(storage, 'never', null)).toEqual([]);
  });

  it('refuses a storage that cannot be read, one without a free sector, a value too big for a block', () => {
    const storage = decodeStorage(imageSource(flashOf('old', SMALL)));
    const nothing = decodeStorage(imageSource(new Uint8Array(0x200000)));
    expect(codeOf(() => editStorage(nothing, 'a', null))).toBe('STORAGE_DAMAGED');
    expect(codeOf(() => editStorage(storage, 'a', new Uint8Array(31 * 128)))).toBe('STORAGE_FULL');
    expect(codeOf(() => editStorage(storage, '', null))).toBe('STORAGE_KEY');
    const full = { ...storage, sectors: storage.sectors.filter(({ health }) => health === 'sound') };
    expect(codeOf(() => editStorage(full, 'gw_bi', null))).toBe('STORAGE_FULL');
    const [[id = 0, block] = []] = [...storage.blocks];
    if (!block) throw new Error('no block');
    const spent = { ...storage, blocks: new Map([[id, { ...block, counter: 0xffffffff }]]) };
    expect(codeOf(() => editStorage(spent, 'gw_bi', null))).toBe('STORAGE_DAMAGED');
  });
});

describe('a damaged flash', () => {
  it('says which sector is torn, stale, empty or unread', () => {
    const flash = flashOf('old', SMALL);
    flash.fill(0xff, 0x1f5000, 0x1f6000);
    flash.fill(0, 0x1f6800, 0x1f7000);
    flash.set(flash.subarray(0x1ef000, 0x1f0000), 0x1fd000);
    const health = (source: Parameters<typeof decodeStorage>[0], at: number) =>
      decodeStorage(source).sectors.find(({ address }) => address === at)?.health;
    const whole = imageSource(flash);
    expect(health(whole, 0x1f5000)).toBe('empty');
    expect(health(whole, 0x1f6000)).toBe('torn');
    expect(health(whole, 0x1fd000)).toBe('stale');
    expect(health(whole, 0x1ef000)).toBe('sound');
    const ranges = [{ start: 0x1ee000, bytes: flash.slice(0x1ee000, 0x1f8000) }];
    expect(health(rangesSource(ranges, flash.length), 0x1f9000)).toBe('unread');
  });

  it('says which entry is damaged and why, and keeps the rest', () => {
    const flash = flashOf('old', [...SMALL, { key: 'last', value: bytes('end') }]);
    // `long` runs over blocks 0 and 1: without block 1 it points nowhere.
    flash.fill(0xff, 0x1f0000, 0x1f1000);
    const { damaged, entries } = decodeStorage(imageSource(flash));
    expect(damaged).toMatchObject([{ key: 'long', problem: 'parts' }]);
    expect(entries.map(({ key }) => key)).toEqual(['gw_bi', 'gw_wsm']);
  });

  it('takes the newer of two entries with one name', () => {
    const flash = flashOf('old', SMALL);
    // Another storage's second block, with a gw_bi of its own, as our second block.
    const foreign = flashOf('old', [
      { key: 'fill', value: new Uint8Array(29 * 128) },
      { key: 'gw_bi', value: bytes('old') },
    ]);
    flash.set(foreign.subarray(0x1f0000, 0x1f1000), 0x1f0000);
    const edited = editStorage(decodeStorage(imageSource(flash)), 'gw_wsm', null);
    for (const { address, sector } of edited) flash.set(sector, address);
    const storage = decodeStorage(imageSource(flash));
    expect(found(storage).get('gw_bi')).toBe(hex(SMALL[0]?.value ?? new Uint8Array(0)));
    expect(storage.damaged).toContainEqual({ key: 'gw_bi', block: 1, page: 1, problem: 'duplicate' });
  });

  it('of several key sectors takes the one that opens something', () => {
    const flash = flashOf('old', SMALL);
    const stray = encodeStorage(
      layoutOf(0x1c5000, 'old'),
      INNER.map((byte) => byte + 1),
      [],
    );
    flash.set(stray.image.subarray(0, SECTOR), 0x1c5000);
    expect(decodeStorage(imageSource(flash)).key?.address).toBe(0x1ee000);
  });

  it('keeps its key where only the rest of the key sector is torn', () => {
    const flash = flashOf('old', SMALL);
    flash.fill(0, 0x1ee800, 0x1ef000);
    const { key, entries } = decodeStorage(imageSource(flash));
    expect(key).toMatchObject({ address: 0x1ee000, whole: false });
    expect(entries).toHaveLength(3);
  });

  it('never throws: noise, cut-off files, flipped bits; and what it still reads is what was stored', () => {
    const copy = encodeProtectedSector({ inner: INNER, writeCounter: 3, records: SMALL.slice(0, 2) });
    const base = flashOf('new', SMALL);
    base.set(copy, 0x1ed000);
    base.set(copy, 0x1cf000);
    const stored = new Map(SMALL.map(({ key, value }) => [key, value]));
    const flips = fc.array(fc.tuple(fc.integer({ min: 0x1cf000, max: 0x1fffff }), fc.nat(7)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(flips, fc.integer({ min: 0x1c0000, max: 0x200000 }), (places, length) => {
        const flash = base.slice(0, length);
        for (const [at, bit] of places) if (at < length) flash[at] = (flash[at] ?? 0) ^ (1 << bit);
        for (const { key, value } of decodeStorage(imageSource(flash)).entries)
          // A plain byte sum lets a little through: never another length, never another key.
          expect(value.length).toBe(stored.get(key)?.length);
      }),
      { numRuns: 60 },
    );
    const noise = fc.uint8Array({ minLength: 0, maxLength: 3 * SECTOR });
    fc.assert(
      fc.property(noise, fc.constantFrom(0, 0x1c0000, 0x1ed000, 0x1fe000), (file, start) => {
        const storage = decodeStorage(imageSource(file, start));
        expect(storage.key).toBeNull();
        expect(storage.entries).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('never throws over sectors whose sums are right and whose pages are noise', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: SECTOR - 19, maxLength: SECTOR - 19 }),
        fc.nat(0xffffffff),
        (noise, map) => {
          const flash = flashOf('old', SMALL);
          const storage = decodeStorage(imageSource(flash));
          const block = storage.blocks.get(0);
          if (!block) throw new Error('no block');
          block.plain.set([map & 255, (map >>> 8) & 255, (map >>> 16) & 255, map >>> 24], 15);
          block.plain.set(noise, 19);
          try {
            for (const { address, sector } of editStorage(storage, 'gw_ai', bytes('{}')))
              flash.set(sector, address);
          } catch (error) {
            if (!(error instanceof KilnError)) throw error;
          }
          expect(() => decodeStorage(imageSource(flash))).not.toThrow();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the protected sector', () => {
  const records = SMALL.slice(0, 2);

  it('refuses what does not fit', () => {
    const make = (value: Uint8Array, key = 'gw_bi') =>
      codeOf(() => encodeProtectedSector({ inner: INNER, writeCounter: null, records: [{ key, value }] }));
    expect(make(new Uint8Array(4064 - 36))).toBe('none');
    expect(make(new Uint8Array(4064 - 35))).toBe('STORAGE_FULL');
    expect(make(bytes('1'), 'x'.repeat(32))).toBe('STORAGE_KEY');
  });

  it('tells damage from something else that stands there', () => {
    const flash = flashOf('new', []);
    flash.set(encodeProtectedSector({ inner: INNER, writeCounter: null, records }), 0x1ed000);
    flash[0x1ed800] = (flash[0x1ed800] ?? 0) ^ 1;
    flash.fill(0x55, 0x1cf000, 0x1d0000);
    const healths = decodeStorage(imageSource(flash)).copies.map(({ health }) => health);
    expect(healths).toEqual(['damaged', 'none']);
  });
});
