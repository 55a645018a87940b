import { describe, expect, test } from 'vitest';

import type { DeskBench, Somebody } from './desk-bench.js';
import { errorOf, macOf } from './fixture.js';

const codeOf = async (work: Promise<unknown>) => ((await errorOf(work)) as { code: string }).code;

function boardContract(bench: DeskBench): void {
  describe('Sandwich boards', () => {
    test('bound by ID and password, one license a code, claimed already', async () => {
      const admin = await bench.admin();
      const [mine, other] = [
        await bench.person(admin, 'operator', 'mine'),
        await bench.person(admin, 'operator', 'other'),
      ];
      const { productId } = await bench.product(admin, 'no-code');
      const { board, password } = await admin.ask('board.register', {});
      expect(board).toMatchObject({ boundTo: null, codes: 0 });
      const { id } = board;
      expect(await codeOf(mine.ask('board.requestToken', { id, productId }))).toBe('BOARD_UNBOUND');
      expect(await codeOf(mine.ask('board.bind', { id, password: 'wrong' }))).toBe('BOARD_PASSWORD');
      expect(await codeOf(mine.ask('board.bind', { id: 'SW-UNKNOWN', password }))).toBe('BOARD_PASSWORD');
      expect(await mine.ask('board.bind', { id: id.toLowerCase(), password })).toMatchObject({
        boundTo: 'mine@kiln.example',
      });
      await mine.ask('board.bind', { id, password });
      expect(await codeOf(other.ask('board.bind', { id, password }))).toBe('BOARD_TAKEN');
      expect(await codeOf(other.ask('board.requestToken', { id, productId }))).toBe('BOARD_UNBOUND');
      expect((await other.ask('board.list', {})).items).toEqual([]);

      const code = await mine.ask('board.requestToken', { id, productId });
      // The pool is empty: made up, and said.
      expect(code.development).toBe(true);
      expect(await mine.station().openToken(code.token)).toMatchObject({ amount: 1 });
      expect(await codeOf(other.station().openToken(code.token))).toBe('NO_DATA_PERMISSION');
      const next = await mine.ask('board.requestToken', { id, productId });
      expect(next.token).not.toBe(code.token);
      expect((await mine.ask('board.list', {})).items).toMatchObject([{ id, codes: 2 }]);
    });

    test('a no-code product gives nothing to an account without a board', async () => {
      const admin = await bench.admin();
      const engineer = await bench.person(admin, 'engineer');
      const { productId } = await bench.product(admin, 'no-code');
      await bench.stock(admin, 2);
      const wanted = { productId, mode: 'credential', quantity: 1 } as const;
      expect(await errorOf(engineer.ask('order.create', wanted))).toEqual({
        code: 'BOARD_NEEDED',
        data: { product: 'Light' },
      });
      const { password } = await admin.ask('board.register', { id: 'sw-1', password: 'printed' });
      expect(password).toBe('printed');
      expect(await codeOf(admin.ask('board.register', { id: 'SW-1' }))).toBe('BOARD_EXISTS');
      await engineer.ask('board.bind', { id: 'SW-1', password });
      await engineer.ask('order.create', wanted);
      expect((await engineer.ask('board.requestToken', { id: 'SW-1', productId })).development).toBe(false);
    });

    test('a product without a firmware has no code to give', async () => {
      const local = await bench.stranger();
      const { id: productId } = await local.ask('product.create', {
        name: 'P',
        category: 'c',
        mode: 'no-code',
      });
      const { board, password } = await local.ask('board.register', {});
      await local.ask('board.bind', { id: board.id, password });
      expect(await codeOf(local.ask('board.requestToken', { id: board.id, productId }))).toBe(
        'FIRMWARE_DISABLED',
      );
    });
  });
}

export function floorContract(bench: DeskBench): void {
  boardContract(bench);
  describe('work orders', () => {
    const line = async (who: Somebody, quantity = 2) => {
      const { id } = await who.ask('craftLine.create', {
        name: 'Line 4',
        stations: [
          { code: 'BURN', name: 'Burning' },
          { code: 'TEST', name: 'Test' },
          { code: 'PACK', name: 'Packing' },
        ],
      });
      return (await who.ask('workOrder.create', { craftLineId: id, quantity })).code;
    };

    test('a unit goes from station to station, and skips none', async () => {
      const local = await bench.stranger();
      const code = await line(local);
      const at = (station: string, more: object = {}) => ({ code, station, mac: macOf(1), ...more });
      expect(await errorOf(local.ask('workOrder.check', at('TEST')))).toEqual({
        code: 'STATION_SKIPPED',
        data: { station: 'TEST', missing: 'BURN', name: 'Burning' },
      });
      expect(await local.ask('workOrder.check', at('BURN'))).toEqual({ passedHere: false });
      expect(await local.ask('workOrder.commit', { ...at('BURN'), passed: false, runId: 'r1' })).toEqual({
        passed: 0,
      });
      expect(await codeOf(local.ask('workOrder.check', at('TEST')))).toBe('STATION_SKIPPED');
      const burnt = { ...at('BURN'), passed: true, runId: 'r2' };
      expect(await local.ask('workOrder.commit', burnt)).toEqual({ passed: 1 });
      expect(await local.ask('workOrder.commit', burnt)).toEqual({ passed: 1 });
      expect(await local.ask('workOrder.check', at('BURN'))).toEqual({ passedHere: true });
      expect(await codeOf(local.ask('workOrder.commit', { ...at('PACK'), passed: true, runId: 'r3' }))).toBe(
        'STATION_SKIPPED',
      );
      // A failure may be noted anywhere: it lets nobody through.
      await local.ask('workOrder.commit', { ...at('PACK'), passed: false, runId: 'r4' });
      await local.ask('workOrder.commit', { ...at('TEST', { sn: 'SN-1' }), passed: true, runId: 'r5' });
      // From here on the label is enough.
      expect(await local.ask('workOrder.check', { code, station: 'PACK', sn: 'SN-1' })).toEqual({
        passedHere: false,
      });
      expect((await local.ask('workOrder.get', { code })).passed).toEqual({ BURN: 1, TEST: 1 });

      await local.ask('workOrder.reset', { ...at('BURN'), runId: 'r6' });
      expect((await local.ask('workOrder.get', { code })).passed).toEqual({});
      expect(await codeOf(local.ask('workOrder.check', at('TEST')))).toBe('STATION_SKIPPED');
      await local.ask('workOrder.commit', { ...at('BURN'), passed: true, runId: 'r7' });
      expect((await local.ask('workOrder.get', { code })).passed).toEqual({ BURN: 1 });
    });

    test('a label that belongs to another board is found out', async () => {
      const local = await bench.stranger();
      const code = await line(local);
      const commit = (mac: number, sn: string, runId: string) =>
        local.ask('workOrder.commit', { code, station: 'BURN', mac: macOf(mac), sn, passed: true, runId });
      await commit(1, 'SN-1', 'r1');
      expect(await errorOf(commit(2, 'SN-1', 'r2'))).toEqual({
        code: 'UNIT_MISMATCH',
        data: { sn: 'SN-1', mac: macOf(1) },
      });
      expect(await codeOf(commit(1, 'SN-2', 'r3'))).toBe('UNIT_MISMATCH');
      await commit(2, 'SN-2', 'r4');
      expect(await codeOf(commit(1, 'SN-2', 'r5'))).toBe('UNIT_MISMATCH');
    });

    test('takes no more units than ordered, and none once it is closed', async () => {
      const local = await bench.stranger();
      const code = await line(local, 1);
      const commit = (mac: number, runId = `r${mac}`) =>
        local.ask('workOrder.commit', { code, station: 'BURN', mac: macOf(mac), passed: true, runId });
      await commit(1);
      expect(await codeOf(commit(2))).toBe('WORK_ORDER_FULL');
      expect(await codeOf(local.ask('workOrder.check', { code, station: 'BURN', mac: macOf(2) }))).toBe(
        'WORK_ORDER_FULL',
      );
      await commit(1);
      await local.ask('workOrder.close', { code });
      expect(await codeOf(commit(1, 'another run'))).toBe('WORK_ORDER_CLOSED');
      expect((await local.ask('workOrder.list', {})).items).toMatchObject([
        { code, closed: true, quantity: 1 },
      ]);
    });

    test('names what it does not know', async () => {
      const local = await bench.stranger();
      const code = await line(local);
      const check = (change: object) =>
        codeOf(local.ask('workOrder.check', { code, station: 'BURN', mac: macOf(1), ...change }));
      expect(await check({ code: 'NOPE' })).toBe('DESK_UNKNOWN');
      expect(await check({ station: 'NOPE' })).toBe('DESK_UNKNOWN');
      expect(await check({ mac: undefined })).toBe('BAD_REQUEST');
      expect(await check({ mac: 'ffffffffffff' })).toBe('MAC_INVALID');
      expect(await codeOf(local.ask('workOrder.reset', { code, station: 'BURN', sn: 'X', runId: 'r' }))).toBe(
        'DESK_UNKNOWN',
      );
      expect(await codeOf(local.ask('workOrder.token', { code }))).toBe('ORDER_NO_TOKEN');
      const twice = [
        { code: 'A', name: 'a' },
        { code: 'A', name: 'b' },
      ];
      expect(await codeOf(local.ask('craftLine.create', { name: 'l', stations: twice }))).toBe('BAD_REQUEST');
    });

    test('hands its token to those who may use it', async () => {
      const admin = await bench.admin();
      const operator = await bench.person(admin, 'operator');
      const { productId } = await bench.product(admin);
      await bench.stock(admin, 1);
      const order = await admin.ask('order.create', { productId, mode: 'credential', quantity: 1 });
      const { token } = await admin.ask('order.credential', { code: order.code });
      const { id: craftLineId } = await admin.ask('craftLine.create', {
        name: 'l',
        stations: [{ code: 'A', name: 'a' }],
      });
      const { code } = await admin.ask('workOrder.create', { craftLineId, token, quantity: 5 });
      expect(await codeOf(operator.ask('workOrder.token', { code }))).toBe('NO_DATA_PERMISSION');
      await operator.ask('token.verify', { token });
      expect(await operator.ask('workOrder.token', { code })).toEqual({ token });
    });
  });
}
