import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { KeyValueStorage } from '../../simulator/storage/key-value-storage.js';
import {
  decodeProtectedSector as readCopy,
  encodeProtectedSector as writeCopy,
} from '../../simulator/storage/protected-sector.js';
import { N_LAYOUT, T_LAYOUT } from '../../simulator/storage/layout.js';
import { MemoryStore } from '../../simulator/testing/memory-store.js';
import { decodeStorage } from './decode.js';
import { editStorage } from './edit.js';
import { encodeStorage } from './encode.js';
import { imageSource } from './flash-source.js';
import { layoutOf } from './layout.js';
import { decodeProtectedSector, encodeProtectedSector } from './protected-sector.js';

/** Two writings of one page against each other: neither shares a line with the other. */
const INNER = Uint8Array.from({ length: 16 }, (_, at) => at * 13 + 1);
const KEYS = ['gw_bi', 'gw_wsm', 'mf_test_close', 'user_param_key', 'kv.ccode.mf'];
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

const steps = fc.array(
  fc.tuple(fc.constantFrom(...KEYS), fc.option(fc.uint8Array({ maxLength: 700 }), { freq: 4 })),
  { maxLength: 25 },
);

describe.each([
  ['old', T_LAYOUT],
  ['new', N_LAYOUT],
] as const)('the %s format', (format, layout) => {
  const device = (store: MemoryStore): KeyValueStorage => {
    const storage = new KeyValueStorage(layout, store);
    storage.mount();
    return storage;
  };

  it('that a module wrote is read here, whatever it set and dropped before', () => {
    fc.assert(
      fc.property(steps, (wanted) => {
        const store = new MemoryStore();
        const storage = new KeyValueStorage(layout, store);
        storage.format(INNER);
        const expected = new Map<string, Uint8Array>();
        for (const [key, value] of wanted) {
          if (value && storage.set(key, value)) expected.set(key, value);
          else if (!value) {
            storage.delete(key);
            expected.delete(key);
          }
        }
        const found = decodeStorage(imageSource(store.cells));
        expect(found.layout).toMatchObject({ format, keySector: 0x1ee000, blocks: layout.blocks });
        expect(found.damaged).toEqual([]);
        expect(new Map(found.entries.map(({ key, value }) => [key, value]))).toEqual(expected);
        expect(found.sectors.filter(({ health }) => health === 'sound')).toHaveLength(layout.blocks);
        expect(found.sectors.some(({ health }) => health === 'torn')).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('that is written here is read by a module, which goes on with it', () => {
    const values = fc.dictionary(fc.constantFrom(...KEYS), fc.uint8Array({ maxLength: 900 }));
    fc.assert(
      fc.property(values, (wanted) => {
        const store = new MemoryStore();
        const entries = Object.entries(wanted).map(([key, value]) => ({ key, value }));
        const { start, image } = encodeStorage(layoutOf(0x1ee000, format), INNER, entries);
        store.cells.set(image, start);
        const storage = device(store);
        for (const { key, value } of entries) expect(storage.get(key)).toEqual(value);
        expect(storage.set('gw_di', bytes('{"id":"x"}'))).toBe(true);
        const again = decodeStorage(imageSource(store.cells));
        expect(again.entries).toHaveLength(entries.length + 1);
      }),
      { numRuns: 30 },
    );
  });

  it('that was edited here is read by a module: the edit, and everything else as before', () => {
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom(...KEYS),
        fc.option(fc.uint8Array({ maxLength: 700 })),
        (before, key, value) => {
          const store = new MemoryStore();
          const storage = new KeyValueStorage(layout, store);
          storage.format(INNER);
          for (const [name, old] of before) if (old) storage.set(name, old);
          const others = KEYS.filter((name) => name !== key).map(
            (name) => [name, storage.get(name)] as const,
          );
          for (const { address, sector } of editStorage(decodeStorage(imageSource(store.cells)), key, value))
            store.writeSector(address, sector);
          const after = device(store);
          expect(after.get(key)).toEqual(value);
          for (const [name, old] of others) expect(after.get(name)).toEqual(old);
          // And it is still a storage in which the module can write.
          expect(after.set('gw_ai', bytes('{}'))).toBe(true);
          expect(device(store).get(key)).toEqual(value);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a protected sector', () => {
  const records = fc.dictionary(fc.constantFrom(...KEYS), fc.uint8Array({ maxLength: 300 }));

  it('that a module wrote is read here, and the other way round', () => {
    fc.assert(
      fc.property(records, fc.nat(1000), (values, writes) => {
        const theirs = writeCopy({ inner: INNER, writes, records: new Map(Object.entries(values)) });
        const list = Object.entries(values).map(([key, value]) => ({ key, value }));
        const content = { inner: INNER, writeCounter: writes, records: list };
        expect(decodeProtectedSector(theirs)).toEqual(content);
        const ours = encodeProtectedSector(content);
        expect(readCopy(ours)).toEqual({ inner: INNER, writes, records: new Map(Object.entries(values)) });
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 40 },
    );
  });
});
