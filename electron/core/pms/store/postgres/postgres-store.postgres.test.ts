import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { fixedKey } from '../../../secrets/testing/fixed-key.js';
import { errorOf } from '../../testing/fixture.js';
import { freshDatabase, type FreshDatabase } from '../../testing/fresh-database.js';
import type { LedgerStore } from '../engine.js';
import { lastOf } from '../migrations/format.js';
import { POSTGRES_FORMATS } from '../migrations/postgres.js';
import { query } from '../query.js';
import { openPostgresStore } from './postgres-store.js';

const KNOWN = lastOf(POSTGRES_FORMATS);

describe('the ledger on PostgreSQL', () => {
  let database: FreshDatabase;
  const stores: LedgerStore[] = [];
  const open = async (lockSeconds?: number): Promise<LedgerStore> => {
    const store = await openPostgresStore({ database: database.url, key: fixedKey, lockSeconds });
    stores.push(store);
    return store;
  };

  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await database.drop();
  });

  const firmware = {
    sha256: 'ab'.repeat(32),
    name: 'n',
    kind: 'QIO',
    bytes: 1,
    protocol_class: 'N',
  } as const;
  const insert = query.insertInto('firmware').values(firmware);
  const rename = (name: string) => query.updateTable('firmware').set({ name });
  const select = query.selectFrom('firmware').selectAll();

  test('keeps what was written, and nothing of a write that failed', async () => {
    const store = await open();
    await store.write((rows) => rows.run(insert));
    const half = store.write(async (rows) => {
      await rows.run(rename('changed'));
      throw new Error('half way');
    });
    await expect(half).rejects.toThrow('half way');
    expect(await (await open()).read((rows) => rows.all(select))).toEqual([firmware]);
  });

  test('reads one moment, and changes nothing by reading', async () => {
    const [store, other] = [await open(), await open()];
    const counts = await store.read(async (rows) => {
      const before = (await rows.all(select)).length;
      await other.write((rowsThere) => rowsThere.run(insert));
      return [before, (await rows.all(select)).length];
    });
    expect(counts).toEqual([0, 0]);
    await expect(store.read((rows) => rows.run(rename('changed')))).rejects.toThrow('read-only');
  });

  test('is made once, however many servers start at the same time', async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, () => open()));
    expect(opened).toHaveLength(6);
    expect(await database.sql('SELECT format FROM kiln_format')).toEqual([{ format: KNOWN }]);
  });

  test('knows when its format is newer than this program, and leaves it alone', async () => {
    await open();
    await database.sql(`UPDATE kiln_format SET format = ${KNOWN + 4}`);
    const newer = { code: 'STORE_NEWER', data: { found: KNOWN + 4, known: KNOWN } };
    expect(await errorOf(open())).toEqual(newer);
    expect(await database.sql('SELECT format FROM kiln_format')).toEqual([{ format: KNOWN + 4 }]);
  });

  test('a write that another one crossed is done again from the start', async () => {
    const [store, other] = [await open(), await open()];
    await store.write(async (rows) => {
      await rows.run(insert);
      await rows.run(query.insertInto('firmware').values({ ...firmware, sha256: 'cd'.repeat(32) }));
    });
    // Each takes the row that the other wants next: the server ends one of them.
    const inOrder = (first: string, second: string, mine: LedgerStore, met: () => Promise<void>) =>
      mine.write(async (rows) => {
        await rows.run(rename(`${first} first`).where('sha256', '=', first.repeat(32)));
        await met();
        return rows.run(rename(`${first} first`).where('sha256', '=', second.repeat(32)));
      });
    let here = 0;
    let both = (): void => undefined;
    const together = new Promise<void>((resolve) => (both = resolve));
    const met = (): Promise<void> => {
      here += 1;
      if (here >= 2) both();
      return together;
    };
    expect(await Promise.all([inOrder('ab', 'cd', store, met), inOrder('cd', 'ab', other, met)])).toEqual([
      1, 1,
    ]);
    // The one that was ended may be ended again before the other gets through.
    expect(here).toBeGreaterThan(2);
    const names = (await store.read((rows) => rows.all(select))).map(({ name }) => name);
    expect(new Set(names).size).toBe(1);
  });

  test('does not wait forever for another program', async () => {
    const [store, other] = [await open(0.05), await open()];
    await store.write((rows) => rows.run(insert));
    await other.write(async (rows) => {
      await rows.run(rename('held'));
      expect(await errorOf(store.write((mine) => mine.run(rename('wanted'))))).toEqual({
        code: 'STORE_BUSY',
        data: { seconds: 0.05 },
      });
      // Reading goes on meanwhile.
      expect(await store.read((mine) => mine.all(select))).toEqual([firmware]);
    });
    await store.write((rows) => rows.run(rename('wanted')));
  });

  test('a mistake of ours is no trouble of the database, and stays what it is', async () => {
    const store = await open();
    await expect(
      store.write((rows) => rows.run(query.insertInto('firmware').values({ ...firmware, bytes: 0 }))),
    ).rejects.toThrow('firmware_bytes_check');
  });

  test('says when it cannot be reached, without the password', async () => {
    const { hostname, port } = new URL(database.url);
    for (const url of [
      `postgres://kiln:hunter2@${hostname}:1/postgres`,
      `postgres://kiln:hunter2@${hostname}:${port}/no_such_database`,
      `postgres://nobody_here:hunter2@${hostname}:${port}/postgres`,
    ]) {
      const error = await errorOf(openPostgresStore({ database: url, key: fixedKey }));
      expect(error).toMatchObject({ code: 'STORE_UNREACHABLE' });
      expect(JSON.stringify(error)).not.toContain('hunter2');
    }
  });

  test('a connection that breaks in mid-work is said, and the next call opens another', async () => {
    const store = await open();
    const broken = store.write(async (rows) => {
      await rows.run(insert);
      await database.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_class ON pg_class.oid = relation
          WHERE pid <> pg_backend_pid() AND relnamespace = current_schema()::regnamespace`,
      );
      await rows.run(rename('never'));
    });
    expect(await errorOf(broken)).toMatchObject({ code: 'STORE_UNREACHABLE' });
    expect(await store.read((rows) => rows.all(select))).toEqual([]);
  });

  test('closing twice is closing once', async () => {
    const store = await open();
    await store.close();
    await store.close();
  });
});
