import { describe, expect, test } from 'vitest';

import { maskToken } from '../../../../shared/domain/token.js';
import { CSV_HEADER, csvOf, type DeskBench, type Somebody } from './desk-bench.js';
import { claimOf, LEASE } from './bench.js';
import { errorOf, licenses, macOf } from './fixture.js';

const codeOf = async (work: Promise<unknown>) => ((await errorOf(work)) as { code: string }).code;
const uuidOf = (index: number): string => licenses(index + 1)[index]?.uuid ?? '';
const LIST = { name: 'tuya list.csv', licenseKind: 'tuyaos' } as const;

function poolContract(bench: DeskBench): void {
  describe('the pool', () => {
    test('takes a list whole, and says every row that is wrong', async () => {
      const local = await bench.stranger();
      expect(await local.send('pool.import', LIST, csvOf(3))).toMatchObject({
        name: 'tuya list.csv',
        count: 3,
        development: false,
        by: 'local',
      });
      const [known] = licenses(1);
      const [fresh, twin] = licenses(2, 7);
      const line = (uuid = '', authkey = '') => `${uuid},${authkey},\n`;
      const list =
        CSV_HEADER +
        line(fresh?.uuid, fresh?.authkey) +
        line(known?.uuid.toUpperCase(), 'B'.repeat(32)) +
        line(twin?.uuid, known?.authkey);
      expect(await errorOf(local.send('pool.import', LIST, list))).toEqual({
        code: 'LIST_INVALID',
        data: {
          count: 2,
          rows: [
            { row: 3, problem: 'known-uuid', value: known?.uuid.toUpperCase() },
            { row: 4, problem: 'known-authkey', value: twin?.uuid },
          ],
        },
      });
      const bad =
        CSV_HEADER +
        line(fresh?.uuid, fresh?.authkey) +
        line(fresh?.uuid, 'C'.repeat(32)) +
        line(twin?.uuid, 'short');
      expect(await errorOf(local.send('pool.import', LIST, bad))).toMatchObject({
        data: {
          count: 2,
          rows: [
            { row: 3, problem: 'duplicate-uuid' },
            { row: 4, problem: 'authkey-length' },
          ],
        },
      });
      expect(await codeOf(local.send('pool.import', LIST, 'UUID,AUTHKEY\n'))).toBe('LIST_EMPTY');
      expect(await codeOf(local.send('pool.import', LIST, 'a,b\n1,2\n'))).toBe('LIST_COLUMNS');
      // Nothing half-imported.
      expect((await local.ask('pool.stock', {})).items).toMatchObject([{ stock: 3 }]);
      expect((await local.ask('pool.imports', {})).items).toHaveLength(1);
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });

    test('knows made-up licenses by whatever way they come in', async () => {
      const local = await bench.stranger();
      const made = await local.ask('pool.generate', { count: 2 });
      expect(made).toMatchObject({ name: 'generated', development: true, count: 2 });
      const sample = `${CSV_HEADER}dev0aaaabbbbcccc,${'D'.repeat(32)},\n`;
      expect(await local.send('pool.import', LIST, sample)).toMatchObject({ development: true });
      expect(await local.ask('pool.stock', {})).toEqual({
        items: [{ licenseKind: 'tuyaos', development: true, stock: 3, held: 0, taken: 0 }],
      });
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });

    test('an export is a copy that can be read again, and changes nothing', async () => {
      const local = await bench.stranger();
      await bench.stock(local, 3);
      const csv = (await local.fetch('pool.export', { format: 'csv' })).toString();
      expect(csv.replace('\ufeff', '')).toBe(csvOf(3));
      expect((await local.ask('pool.stock', {})).items).toMatchObject([{ stock: 3 }]);
    });

    test('two orders at once never share a license', async () => {
      const local = await bench.stranger();
      const { productId } = await bench.product(local);
      await bench.stock(local, 6);
      const order = () => local.ask('order.create', { productId, mode: 'credential', quantity: 2 });
      const outcomes = await Promise.allSettled([order(), order(), order(), order()]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });
  });
}

export function ledgerContract(bench: DeskBench): void {
  poolContract(bench);
  describe('the ledger', () => {
    /** A token of three licenses; the first burnt, the second sent and lost, the third free. */
    const worked = async (who: Somebody): Promise<string> => {
      const { productId } = await bench.product(who);
      await bench.stock(who, 4);
      const { code } = await who.ask('order.create', { productId, mode: 'credential', quantity: 3 });
      const { token } = await who.ask('order.credential', { code });
      await who.ask('token.verify', { token });
      const station = who.station();
      for (const board of [1, 2]) {
        const claim = claimOf(token, board, `run-${board}`);
        const startedAt = bench.clock.wallTime();
        await station.startRun({ runId: claim.runId, token, port: `COM${board}`, startedAt });
        await station.reserve(claim);
        await station.expose(claim);
      }
      await station.markWritten(claimOf(token, 1, 'run-1'));
      await station.validate(claimOf(token, 1, 'run-1'));
      await station.abandon(claimOf(token, 2, 'run-2'), 'LINK_LOST');
      return token;
    };

    test('tells who, when, where and what of every license', async () => {
      const local = await bench.stranger();
      const token = await worked(local);
      const { license, events } = await local.ask('ledger.history', { uuid: uuidOf(1) });
      expect(license).toMatchObject({
        standing: 'quarantined',
        exposed: true,
        mac: macOf(2),
        token: maskToken(token),
        licenseKind: 'tuyaos',
        by: 'local',
      });
      expect(events.map(({ step, to, port, reason }) => [step, to, port, reason])).toEqual([
        ['import', 'free', null, null],
        ['order', 'free', null, license.orderCode],
        ['reserve', 'reserved', 'COM2', null],
        ['expose', 'reserved', 'COM2', null],
        ['abandon', 'quarantined', 'COM2', 'LINK_LOST'],
      ]);
      expect(await codeOf(local.ask('ledger.history', { uuid: 'nope' }))).toBe('DESK_UNKNOWN');
      expect(JSON.stringify([license, events])).not.toContain('SECRETauthkey0');
    });

    test('finds by the beginning of uuid, MAC, serial number and order, by token and by standing', async () => {
      const local = await bench.stranger();
      const token = await worked(local);
      const { id: craftLineId } = await local.ask('craftLine.create', {
        name: 'l',
        stations: [{ code: 'A', name: 'a' }],
      });
      const work = await local.ask('workOrder.create', { craftLineId, quantity: 5 });
      await local.ask('workOrder.commit', {
        code: work.code,
        station: 'A',
        mac: macOf(1),
        sn: 'SN-77',
        passed: true,
        runId: 'r',
      });
      const found = async (request: object) =>
        (await local.ask('ledger.search', request)).items.map(({ uuid }) => uuid);
      const all = [3, 2, 1, 0].map(uuidOf);
      expect(await found({})).toEqual(all);
      expect(await found({ text: uuidOf(2).toUpperCase() })).toEqual([uuidOf(2)]);
      expect(await found({ text: 'FEED' })).toEqual(all);
      expect(await found({ text: 'D8 1F 12' })).toEqual([uuidOf(1), uuidOf(0)]);
      expect(await found({ text: macOf(2) })).toEqual([uuidOf(1)]);
      expect(await found({ text: 'SN-7' })).toEqual([uuidOf(0)]);
      expect(await found({ text: token })).toEqual([2, 1, 0].map(uuidOf));
      const [row] = (await local.ask('ledger.search', { text: 'SN-77' })).items;
      expect(row).toMatchObject({ sn: 'SN-77', standing: 'validated' });
      expect(await found({ text: row?.orderCode?.toLowerCase().slice(0, 6) })).toEqual([2, 1, 0].map(uuidOf));
      expect(await found({ standing: 'stock' })).toEqual([uuidOf(3)]);
      expect(await found({ standing: 'free' })).toEqual([uuidOf(2)]);
      expect(await found({ standing: 'quarantined', text: macOf(2) })).toEqual([uuidOf(1)]);
      expect(await found({ text: "'; drop table license; --" })).toEqual([]);
      const first = await local.ask('ledger.search', { limit: 3 });
      expect(await found({ limit: 3, after: first.next ?? '' })).toEqual([uuidOf(0)]);
      expect(await codeOf(local.ask('ledger.search', { after: 'x' }))).toBe('BAD_REQUEST');
    });

    test('sets free only what no board can have', async () => {
      const local = await bench.stranger();
      const token = await worked(local);
      const by = (index: number) => ({ uuid: uuidOf(index), reason: 'by hand' });
      expect(await codeOf(local.ask('ledger.release', by(0)))).toBe('LICENSE_SEEN');
      expect(await errorOf(local.ask('ledger.release', by(1)))).toEqual({
        code: 'LICENSE_SEEN',
        data: { uuid: uuidOf(1), mac: macOf(2) },
      });
      expect(await codeOf(local.ask('ledger.release', by(2)))).toBe('LICENSE_STATE');
      expect(await codeOf(local.ask('ledger.quarantine', by(0)))).toBe('LICENSE_STATE');
      expect(await codeOf(local.ask('ledger.quarantine', by(1)))).toBe('LICENSE_STATE');
      expect(await codeOf(local.ask('ledger.release', { uuid: 'nope', reason: 'by hand' }))).toBe(
        'DESK_UNKNOWN',
      );
      expect(await codeOf(local.ask('ledger.release', { ...by(1), reason: ' ' }))).toBe('BAD_REQUEST');

      // A run that reserved and died before it sent anything.
      await local.station().reserve(claimOf(token, 3, 'run-3'));
      expect(await local.ask('ledger.release', by(2))).toMatchObject({ standing: 'free', mac: null });
      await bench.clock.advance(LEASE + 1);
      expect(await codeOf(local.station().expose(claimOf(token, 3, 'run-3')))).toBe('LICENSE_STATE');
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });

    test('leaves alone what a living run has in its hand', async () => {
      const local = await bench.stranger();
      const token = await worked(local);
      const station = local.station();
      const claim = claimOf(token, 3, 'run-3');
      await station.startRun({ runId: 'run-3', token, port: 'COM3', startedAt: bench.clock.wallTime() });
      await station.reserve(claim);
      const by = { uuid: uuidOf(2), reason: 'by hand' };
      expect(await codeOf(local.ask('ledger.release', by))).toBe('LICENSE_IN_HAND');
      expect(await codeOf(local.ask('ledger.quarantine', by))).toBe('LICENSE_IN_HAND');
      await station.markWritten(claim);
    });

    test('what is kept back goes to nobody, until it is let go', async () => {
      const local = await bench.stranger();
      const token = await worked(local);
      const station = local.station();
      const held = await local.ask('ledger.quarantine', { uuid: uuidOf(2), reason: 'label torn' });
      expect(held).toMatchObject({ standing: 'held' });
      expect(await local.ask('token.info', { token })).toMatchObject({ free: 0, quarantined: 2 });
      expect(await codeOf(station.reserve(claimOf(token, 3, 'run-3')))).toBe('POOL_EMPTY');
      const stock = { uuid: uuidOf(3), reason: 'returned by the vendor' };
      await local.ask('ledger.quarantine', stock);
      const { productId } = await bench.product(local);
      const order = { productId, mode: 'credential', quantity: 1 } as const;
      expect(await codeOf(local.ask('order.create', order))).toBe('POOL_SHORT');
      await local.ask('ledger.release', stock);
      await local.ask('order.create', order);
      await local.ask('ledger.release', { uuid: uuidOf(2), reason: 'found the label' });
      await station.reserve(claimOf(token, 3, 'run-3'));
      const { events } = await local.ask('ledger.history', { uuid: uuidOf(2) });
      expect(events.map(({ step, reason }) => [step, reason]).slice(2)).toEqual([
        ['quarantine', 'label torn'],
        ['release', 'found the label'],
        ['reserve', null],
      ]);
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });

    test('goes out as a table without a secret in it, and adds up', async () => {
      const local = await bench.stranger();
      await worked(local);
      const csv = (await local.fetch('ledger.export', { format: 'csv' })).toString();
      const lines = csv.replace('\ufeff', '').trim().split('\n');
      expect(lines).toHaveLength(5);
      expect(lines[0]).toContain('uuid,authkey,kind');
      expect(csv).not.toContain('SECRETauthkey0');
      expect(
        (await local.fetch('ledger.export', { format: 'csv', standing: 'stock' }))
          .toString()
          .trim()
          .split('\n'),
      ).toHaveLength(2);
      expect((await local.fetch('ledger.export', { format: 'xlsx' })).subarray(0, 2).toString()).toBe('PK');
      expect(await local.ask('ledger.reconcile', {})).toMatchObject({
        licenses: 4,
        standings: { validated: 1, quarantined: 1, free: 1, stock: 1 },
        faults: [],
        faultCount: 0,
      });
      expect(await local.ask('mac.check', { mac: macOf(1) })).toMatchObject({
        problem: null,
        holds: [{ uuid: uuidOf(0) }],
      });
      expect(await local.ask('mac.check', { mac: 'c8478c000000' })).toEqual({
        problem: 'default',
        holds: [],
      });
    });
  });
}
