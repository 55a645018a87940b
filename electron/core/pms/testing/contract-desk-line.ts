import { describe, expect, test } from 'vitest';

import { lineOf, type Line, type LineUnit } from '../line.js';
import type { DeskBench, Somebody } from './desk-bench.js';
import { errorOf, macOf } from './fixture.js';

const codeOf = async (work: Promise<unknown>) => ((await errorOf(work)) as { code: string }).code;

/** What a station asks of work orders, as it asks it. */
export function lineContract(bench: DeskBench): void {
  const lineFor = ({ session }: Somebody): Line =>
    lineOf(() => ({ perform: (operation, asked) => bench.service.perform(operation, asked, session) }));
  const order = async (who: Somebody, quantity = 2, token: string | null = null): Promise<string> => {
    const { id } = await who.ask('craftLine.create', {
      name: 'Line 4',
      stations: [
        { code: 'BURN', name: 'Burning' },
        { code: 'TEST', name: 'Test' },
      ],
    });
    return (await who.ask('workOrder.create', { craftLineId: id, quantity, token })).code;
  };
  const unit = (code: string, station: string, more: Partial<LineUnit> = {}): LineUnit => ({
    code,
    station,
    mac: macOf(1),
    sn: null,
    ...more,
  });

  describe('a station on the line', () => {
    test('works on an order as an operator, who neither makes nor ends one', async () => {
      const admin = await bench.admin();
      const operator = await bench.person(admin, 'operator');
      const { productId } = await bench.product(admin);
      await bench.stock(admin, 1);
      const bought = await admin.ask('order.create', { productId, mode: 'credential', quantity: 1 });
      const { token } = await admin.ask('order.credential', { code: bought.code });
      const code = await order(admin, 2, token);
      const line = lineFor(operator);
      expect(await codeOf(line.token(code))).toBe('NO_DATA_PERMISSION');
      await operator.ask('token.verify', { token });
      expect(await line.token(code)).toBe(token);
      expect(await line.order(code.toLowerCase())).toMatchObject({ code, quantity: 2, begun: 0, passed: {} });
      expect(await line.check(unit(code, 'BURN'))).toEqual({ passedHere: false });
      await line.commit(unit(code, 'BURN', { sn: 'SN-1' }), { passed: true, runId: 'r1' });
      // The label alone is enough from here on.
      expect(await line.check(unit(code, 'TEST', { mac: null, sn: 'SN-1' }))).toEqual({ passedHere: false });
      expect(await line.check(unit(code, 'BURN'))).toEqual({ passedHere: true });
      expect(await line.order(code)).toMatchObject({ begun: 1, passed: { BURN: 1 } });

      const { craftLine } = await line.order(code);
      const made = operator.ask('workOrder.create', { craftLineId: craftLine.id, quantity: 1 });
      expect(await codeOf(made)).toBe('ROLE_MISSING');
      expect(await codeOf(operator.ask('workOrder.close', { code }))).toBe('ROLE_MISSING');
      const back = { code, station: 'BURN', mac: macOf(1), runId: 'r2' };
      expect(await codeOf(operator.ask('workOrder.reset', back))).toBe('ROLE_MISSING');
    });

    test('is told which station a board skipped, in words too', async () => {
      const local = await bench.stranger();
      const code = await order(local);
      expect(await errorOf(lineFor(local).check(unit(code, 'TEST')))).toEqual({
        code: 'STATION_SKIPPED',
        data: { station: 'TEST', missing: 'BURN', name: 'Burning' },
      });
    });

    test('says the same run again after an answer was lost, whatever happened to the order since', async () => {
      const local = await bench.stranger();
      const code = await order(local, 1);
      const line = lineFor(local);
      const pass = (runId: string, mac = macOf(1)): Promise<void> =>
        line.commit(unit(code, 'BURN', { mac }), { passed: true, runId });
      await pass('r1');
      await pass('r1');
      expect(await codeOf(pass('r2', macOf(2)))).toBe('WORK_ORDER_FULL');
      await local.ask('workOrder.reset', { code, station: 'BURN', mac: macOf(1), runId: 'taken back' });
      // What was taken back meanwhile stays taken back.
      await pass('r1');
      expect((await line.order(code)).passed).toEqual({});
      await local.ask('workOrder.close', { code });
      await pass('r1');
      expect(await codeOf(pass('r3'))).toBe('WORK_ORDER_CLOSED');
      expect(await codeOf(line.check(unit(code, 'BURN')))).toBe('WORK_ORDER_CLOSED');
      expect(await codeOf(line.token(code))).toBe('WORK_ORDER_CLOSED');
    });

    test('counts a board once, however many stations note it at the same moment', async () => {
      const local = await bench.stranger();
      const code = await order(local, 1);
      const line = lineFor(local);
      const both = await Promise.allSettled(
        [1, 2].map((number) =>
          line.commit(unit(code, 'BURN', { mac: macOf(number) }), { passed: true, runId: `r${number}` }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await line.order(code)).toMatchObject({ begun: 1, passed: { BURN: 1 } });
    });
  });
}
