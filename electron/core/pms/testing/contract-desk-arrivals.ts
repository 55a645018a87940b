import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { LOCAL_SESSION } from '../desk/context.js';
import { createPmsService } from '../desk/rules.js';
import { addArriving, beginArrival, declareWhole, dropStep, endReading, STEP } from '../ledger/arrivals.js';
import { sweepArrivals } from '../ledger/settle.js';
import type { LedgerStore } from '../store/engine.js';
import { query } from '../store/query.js';
import { StorePms } from '../store-pms.js';
import { csvOf, type DeskBench } from './desk-bench.js';
import { errorOf, licenses } from './fixture.js';

const LIST = { name: 'list.csv', licenseKind: 'tuyaos' } as const;
const ROWS = 2 * STEP + 7;

/** A store that does what it is asked so many times, and then no more: as if its program had died. */
function dying(store: LedgerStore, steps: number): LedgerStore {
  let left = steps;
  const alive = async (): Promise<void> => {
    left -= 1;
    if (left < 0) await Promise.reject(new Error('the program died'));
  };
  return {
    ...store,
    read: (task) => alive().then(() => store.read(task)),
    write: (task) => alive().then(() => store.write(task)),
  };
}

/** A list on its way in, as ledger/arrivals.ts keeps it while it does. */
export function arrivalContract(bench: DeskBench): void {
  const file = (content: string): string => {
    mkdirSync(bench.folder, { recursive: true });
    const path = join(bench.folder, `list-${bench.next()}.csv`);
    writeFileSync(path, content);
    return path;
  };
  const balanced = async (): Promise<void> => {
    const local = await bench.stranger();
    expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
  };
  const inStock = async (): Promise<number> => {
    const { items } = await (await bench.stranger()).ask('pool.stock', {});
    return items.reduce((sum, { stock }) => sum + stock, 0);
  };
  /** Of a program that is no more. */
  const dead = { pid: null, lives: () => false };

  describe('a list on its way in', () => {
    test('comes in whole or not at all, wherever its program dies', async () => {
      const content = csvOf(ROWS);
      const found = new Set<number>();
      for (let steps = 0; ; steps += 1) {
        const { parts } = bench.pms;
        const pms = new StorePms({ ...parts, store: dying(parts.store, steps) });
        const importing = createPmsService(pms, { local: true }).receive('pool.import', LIST, {
          session: LOCAL_SESSION,
          content: { path: file(content) },
        });
        const outcome = await importing.then(
          () => 'in',
          (thrown: unknown) => String(thrown),
        );
        await balanced();
        // The next program puts in order what it finds.
        await new StorePms({ ...parts, liveness: dead }).recover();
        await balanced();
        const stock = await inStock();
        found.add(stock);
        if (outcome === 'in') break;
        expect(outcome).toContain('the program died');
        if (stock > 0) break;
      }
      expect([...found]).toEqual([0, ROWS]);
      const known = (await errorOf((await bench.stranger()).send('pool.import', LIST, content))) as object;
      expect(known).toMatchObject({ code: 'LIST_INVALID', data: { count: ROWS } });
      expect(await inStock()).toBe(ROWS);
    });

    test('what was read to its end comes over although its program died in the middle of that', async () => {
      const { parts } = bench.pms;
      // Enough for the list to be read, and for the first step of bringing it over.
      const reading = 2 + Math.ceil(ROWS / STEP) + 1;
      const pms = new StorePms({ ...parts, store: dying(parts.store, reading + 1) });
      const importing = createPmsService(pms, { local: true }).receive('pool.import', LIST, {
        session: LOCAL_SESSION,
        content: { path: file(csvOf(ROWS)) },
      });
      await expect(importing).rejects.toThrow('the program died');
      expect(await inStock()).toBe(STEP);
      await balanced();
      await bench.pms.recover();
      expect(await inStock()).toBe(ROWS);
      await balanced();
      const { items } = await (await bench.stranger()).ask('pool.imports', {});
      expect(items).toMatchObject([{ name: 'list.csv', count: ROWS }]);
    });

    test('nobody waits for it: what others ask is answered between its steps', async () => {
      const local = await bench.stranger();
      const said: string[] = [];
      let other: Promise<unknown> | undefined;
      const importing = createPmsService(bench.pms, { local: true }).receive('pool.import', LIST, {
        session: LOCAL_SESSION,
        content: {
          path: file(csvOf(4 * STEP)),
          onProgress: (done, total) => {
            if (done * 2 > total)
              other ??= local.ask('pool.generate', { count: 1 }).then(() => said.push('other'));
          },
        },
      });
      await importing.then(() => said.push('import'));
      await other;
      expect(said).toEqual(['other', 'import']);
      await balanced();
    });

    test('nobody takes it for left as long as its program is at it, whenever they look', async () => {
      const { parts } = bench.pms;
      const { store, liveness } = parts;
      const watched: LedgerStore = {
        ...store,
        read: (task) => store.read(task),
        write: async (task) => {
          await sweepArrivals(store, { liveness, now: bench.clock.wallTime().getTime() });
          return store.write(task);
        },
      };
      const pms = new StorePms({ ...parts, store: watched });
      const importing = createPmsService(pms, { local: true }).receive('pool.import', LIST, {
        session: LOCAL_SESSION,
        content: { path: file(csvOf(ROWS)) },
      });
      expect(await importing).toMatchObject({ count: ROWS });
      expect(await inStock()).toBe(ROWS);
      await balanced();
    });

    test('what somebody has begun to take away is neither read on nor brought in', async () => {
      const { store, liveness } = bench.desk;
      const now = bench.clock.wallTime().getTime();
      const rows = licenses(2).map((license, index) => ({ ...license, row: index + 2 }));
      const add = (row: number) =>
        store.write((into) =>
          addArriving(into, 'silent', { licenses: rows.slice(row, row + 1), now, madeUp: () => false }),
        );
      await beginArrival(store, 'silent', { liveness, now });
      await add(0);
      await store.write((from) => dropStep(from, 'silent'));
      expect(await errorOf(add(1))).toMatchObject({ code: 'STORE_BUSY' });
      expect(await errorOf(store.write((into) => declareWhole(into, 'silent')))).toMatchObject({
        code: 'STORE_BUSY',
      });
      endReading('silent');
      await new StorePms({ ...bench.pms.parts, liveness: dead }).recover();
      expect(await store.read((from) => from.all(query.selectFrom('arrival').selectAll()))).toEqual([]);
    });

    test('while it is read nobody else brings in its licenses, and it brings in nobody else’s', async () => {
      const { store, liveness } = bench.desk;
      const watch = { liveness, now: bench.clock.wallTime().getTime() };
      const rows = licenses(2).map((license, index) => ({ ...license, row: index + 2 }));
      await beginArrival(store, 'another', watch);
      const arriving = { licenses: rows, now: watch.now, madeUp: () => false };
      expect(await store.write((into) => addArriving(into, 'another', arriving))).toEqual([]);
      // Not yet in stock, and not to be had by another list or a token.
      expect(await inStock()).toBe(0);
      await balanced();
      const local = await bench.stranger();
      const problems = {
        code: 'LIST_INVALID',
        data: { count: 2, rows: [{ problem: 'known-uuid' }, { problem: 'known-uuid' }] },
      };
      expect(await errorOf(local.send('pool.import', LIST, csvOf(2)))).toMatchObject(problems);
      const token = { identifier: 'i', version: '1.0.0', firmware: null, licenses: rows };
      expect(await errorOf(bench.pms.createToken({ ...token, expiresAt: null }))).toMatchObject(problems);

      endReading('another');
      await new StorePms({ ...bench.pms.parts, liveness: dead }).recover();
      expect(await store.read((from) => from.all(query.selectFrom('arrival').selectAll()))).toEqual([]);
      expect(await local.send('pool.import', LIST, csvOf(2))).toMatchObject({ count: 2 });
    });
  });
}
