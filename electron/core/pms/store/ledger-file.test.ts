import {
  appendFileSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { fixedKey } from '../../secrets/testing/fixed-key.js';
import { systemClock } from '../../time/clock.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { errorOf } from '../testing/fixture.js';
import { openLedgerFile, type LedgerFile } from './ledger-file.js';
import { KNOWN_FORMAT } from './migrations/sqlite.js';
import { query } from './query.js';
import { openSqlite } from './sqlite.js';

const patience = { tries: 2, waitMs: 5 };

describe('the ledger file', () => {
  let root: string;
  let folder: string;
  let path: string;
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  const open = (): Promise<LedgerFile> => openLedgerFile({ folder, clock, patience, key: fixedKey });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kiln-ledger-'));
    folder = join(root, 'a', 'data');
    path = join(folder, 'ledger.sqlite');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const firmware = {
    sha256: 'ab'.repeat(32),
    name: 'n',
    kind: 'QIO',
    bytes: 1,
    protocol_class: 'N',
  } as const;
  const insert = query.insertInto('firmware').values(firmware);
  const select = query.selectFrom('firmware').selectAll();

  test('is for its owner only, with all that SQLite puts beside it', async () => {
    const ledger = await open();
    await ledger.write((rows) => rows.run(insert));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['ledger.sqlite', 'ledger.sqlite-shm', 'ledger.sqlite-wal']);
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    await ledger.close();
  });

  test('closes itself to others even where it was open to them', async () => {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    writeFileSync(path, '', { mode: 0o644 });
    await (await open()).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o755);
  });

  test('is durable: write-ahead log, full sync, foreign keys', async () => {
    const ledger = await open();
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'recursive_triggers'];
    // A pragma belongs to its connection: asked through the one that works.
    const values = await ledger.read((rows) =>
      Promise.all(
        pragmas.map(async (name) => {
          const compiled = { sql: `PRAGMA ${name}`, parameters: [] };
          const row = await rows.first({ compile: () => compiled } as never);
          return Object.values(row as object)[0] as unknown;
        }),
      ),
    );
    expect(values).toEqual(['wal', 2, 1, 1]);
    await ledger.close();
  });

  test('keeps what was written, and nothing of a write that failed', async () => {
    const ledger = await open();
    await ledger.write((rows) => rows.run(insert));
    const half = ledger.write(async (rows) => {
      await rows.run(query.updateTable('firmware').set({ name: 'changed' }));
      throw new Error('half way');
    });
    await expect(half).rejects.toThrow('half way');
    await ledger.close();
    const later = await open();
    expect(await later.read((rows) => rows.all(select))).toEqual([firmware]);
    await later.close();
  });

  test('reads one moment, whatever others write meanwhile', async () => {
    const ledger = await open();
    const other = openSqlite(path, { busyMs: 5 });
    const counts = await ledger.read(async (rows) => {
      const before = (await rows.all(select)).length;
      const { sql, parameters } = insert.compile();
      other.prepare(sql).run(...(parameters as string[]));
      return [before, (await rows.all(select)).length];
    });
    expect(counts).toEqual([0, 0]);
    expect(await ledger.read((rows) => rows.all(select))).toHaveLength(1);
    other.close();
    await ledger.close();
  });

  test('knows when its format is newer than this program', async () => {
    await (await open()).close();
    const other = openSqlite(path, { busyMs: 5 });
    other.exec(`PRAGMA user_version = ${KNOWN_FORMAT + 4}`);
    other.close();
    const before = readFileSync(path);
    expect(await errorOf(open())).toEqual({
      code: 'STORE_NEWER',
      data: { found: KNOWN_FORMAT + 4, known: KNOWN_FORMAT },
    });
    expect(readFileSync(path)).toEqual(before);
  });

  test('does not wait forever for another program', async () => {
    const ledger = await openLedgerFile({ folder, clock: systemClock, patience, key: fixedKey });
    const other = openSqlite(path, { busyMs: 5 });
    other.exec('BEGIN IMMEDIATE');
    expect(await errorOf(ledger.write((rows) => rows.run(insert)))).toEqual({
      code: 'STORE_BUSY',
      data: { seconds: 0.01 },
    });
    // Reading goes on meanwhile.
    expect(await ledger.read((rows) => rows.all(select))).toEqual([]);
    other.exec('COMMIT');
    await ledger.write((rows) => rows.run(insert));
    other.close();
    await ledger.close();
  });

  test('gets the lock as soon as the other program gives it up', async () => {
    const virtual = new VirtualClock();
    const ledger = await openLedgerFile({
      folder,
      clock: virtual,
      patience: { tries: 3, waitMs: 5 },
      key: fixedKey,
    });
    const other = openSqlite(path, { busyMs: 5 });
    other.exec('BEGIN IMMEDIATE');
    const writing = ledger.write((rows) => rows.run(insert));
    while (virtual.pending === 0) await Promise.resolve();
    other.exec('COMMIT');
    expect(await virtual.run(writing)).toBe(1);
    other.close();
    await ledger.close();
  });

  describe('a backup', () => {
    const copy = (): string => join(root, 'copy.sqlite');
    const backup = (ledger: LedgerFile, to = copy()) => ledger.backup(to, `${to}.part`);

    test('is one file of its owner, of one moment, and opens as a ledger', async () => {
      const ledger = await open();
      await ledger.write((rows) => rows.run(insert));
      const other = openSqlite(path, { busyMs: 5 });
      other.exec("BEGIN IMMEDIATE; UPDATE firmware SET name = 'not yet'");
      await backup(ledger);
      other.exec('COMMIT');
      other.close();
      await ledger.close();
      expect(readdirSync(root).sort()).toEqual(['a', 'copy.sqlite']);
      expect(statSync(copy()).mode & 0o777).toBe(0o600);

      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      renameSync(copy(), path);
      const restored = await open();
      expect(await restored.read((rows) => rows.all(select))).toEqual([firmware]);
      await restored.close();
    });

    test('holds what is committed while it is made, whole or not at all', async () => {
      const ledger = await open();
      const writes = Array.from({ length: 50 }, (_, index) =>
        ledger.write(async (rows) => {
          for (const half of ['a', 'b']) {
            const sha256 = `${half}${index}`.padStart(64, '0');
            await rows.run(query.insertInto('firmware').values({ ...firmware, sha256 }));
          }
        }),
      );
      await Promise.all([...writes, backup(ledger)]);
      const kept = openSqlite(copy(), { busyMs: 5, readOnly: true });
      const [count] = kept.prepare('SELECT count(*) AS count FROM firmware').all() as { count: number }[];
      kept.close();
      expect((count?.count ?? 1) % 2).toBe(0);
      await ledger.close();
    });

    test('replaces nothing, the ledger least of all, and says where it cannot be written', async () => {
      const ledger = await open();
      await ledger.write((rows) => rows.run(insert));
      writeFileSync(copy(), 'something else');
      for (const to of [copy(), path]) {
        const before = readFileSync(to);
        expect(await errorOf(backup(ledger, to))).toMatchObject({ code: 'USAGE' });
        expect(readFileSync(to)).toEqual(before);
      }
      const nowhere = join(root, 'nowhere', 'copy.sqlite');
      expect(await errorOf(backup(ledger, nowhere))).toMatchObject({ code: 'FILE_UNREADABLE' });
      await ledger.close();
    });
  });

  test('names the file where the folder is not to be used', async () => {
    mkdirSync(join(root, 'a'));
    writeFileSync(folder, 'a file where the folder should be');
    expect(await errorOf(open())).toMatchObject({ code: 'FILE_UNREADABLE', data: { path: folder } });
    rmSync(folder);
    mkdirSync(path, { recursive: true });
    expect(await errorOf(open())).toMatchObject({ code: 'FILE_UNREADABLE', data: { path } });
  });

  describe('when damaged', () => {
    const setAside = (): string => `${path}.damaged-20260102T030405678Z`;

    const fill = async (): Promise<void> => {
      const ledger = await open();
      await ledger.write(async (rows) => {
        for (let index = 0; index < 400; index += 1) {
          const sha256 = index.toString(16).padStart(64, '0');
          await rows.run(query.insertInto('firmware').values({ ...firmware, sha256 }));
        }
      });
      await ledger.close();
    };

    const scratch = (): void => {
      const content = readFileSync(path);
      content.fill(0x5a, 4096, content.length - 4096);
      writeFileSync(path, content);
    };

    test.each([
      ['overwritten in the middle', scratch],
      ['no database at all', () => writeFileSync(path, 'x'.repeat(8192))],
      ['cut short', () => truncateSync(path, 8192)],
    ])('%s: set aside whole, and said', async (_how, damage) => {
      await fill();
      damage();
      writeFileSync(`${path}-wal`, 'w');
      const damaged = readFileSync(path);
      expect(await errorOf(open())).toEqual({ code: 'STORE_DAMAGED', data: { path, setAside: setAside() } });
      expect(readFileSync(setAside())).toEqual(damaged);
      expect(readdirSync(folder)).not.toContain('ledger.sqlite');
    });

    test('an index that disagrees with its table is damage too', async () => {
      await fill();
      const content = readFileSync(path);
      content.write('a', content.indexOf((0x18f).toString(16).padStart(64, '0')) + 63);
      writeFileSync(path, content);
      const other = openSqlite(path, { busyMs: 5, readOnly: true });
      expect(other.prepare('PRAGMA quick_check').all()).toEqual([{ quick_check: 'ok' }]);
      other.close();
      expect(await errorOf(open())).toMatchObject({ code: 'STORE_DAMAGED', data: { setAside: setAside() } });
    });

    test('takes along what was not yet written back, every byte as it was', async () => {
      await fill();
      const other = openSqlite(path, { busyMs: 5 });
      other.exec('PRAGMA wal_autocheckpoint = 0');
      other.exec("UPDATE firmware SET name = 'in the log only'");
      const [database, log] = [readFileSync(path), readFileSync(`${path}-wal`)];
      other.close();
      database.fill(0x5a, 4096);
      writeFileSync(path, database);
      writeFileSync(`${path}-wal`, log);
      expect(await errorOf(open())).toMatchObject({ code: 'STORE_DAMAGED', data: { setAside: setAside() } });
      expect(readFileSync(setAside()).equals(database)).toBe(true);
      expect(readFileSync(`${setAside()}-wal`).equals(log)).toBe(true);
    });

    test('stays shut until the operator decides', async () => {
      await fill();
      const backup = readFileSync(path);
      scratch();
      const refusal = await errorOf(open());
      expect(await errorOf(open())).toEqual(refusal);
      expect(await errorOf(open())).toEqual(refusal);

      // A backup in its place.
      writeFileSync(path, backup);
      const restored = await open();
      expect(await restored.read((rows) => rows.all(select))).toHaveLength(400);
      await restored.close();

      // Or a new ledger, by moving the damaged one away.
      rmSync(path);
      expect(await errorOf(open())).toEqual(refusal);
      renameSync(setAside(), join(root, 'kept-for-recovery'));
      const fresh = await open();
      expect(await fresh.read((rows) => rows.all(select))).toEqual([]);
      await fresh.close();
    });

    test('in mid-work: the call says so', async () => {
      await fill();
      const ledger = await open();
      scratch();
      // More pages than the cache still has from the opening check cannot be avoided: ask for all of them.
      const reading = ledger.read(async (rows) => {
        const shrink = { sql: 'PRAGMA shrink_memory', parameters: [] };
        await rows.all({ compile: () => shrink } as never);
        return rows.all(select);
      });
      expect(await errorOf(reading)).toEqual({ code: 'STORE_DAMAGED', data: { path, setAside: path } });
      await ledger.close();
    });

    test('cut to nothing: no new ledger where there are tokens already', async () => {
      await fill();
      truncateSync(path, 0);
      mkdirSync(join(folder, 'firmware'));
      const refusal = { code: 'STORE_DAMAGED', data: { path, setAside: setAside() } };
      expect(await errorOf(open())).toEqual(refusal);
      expect(await errorOf(open())).toEqual(refusal);
    });

    test('bytes after the end are no damage', async () => {
      await fill();
      appendFileSync(path, Buffer.alloc(100));
      await (await open()).close();
    });
  });
});
