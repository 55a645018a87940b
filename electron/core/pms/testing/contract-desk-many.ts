import { describe, expect, test } from 'vitest';

import { maskToken, normaliseToken } from '../../../../shared/domain/token.js';
import type { DeskBench, Somebody } from './desk-bench.js';
import { errorOf, macOf } from './fixture.js';

const uuidOf = (index: number): string => `feed${index.toString(16).padStart(12, '0')}`;
const codeOf = async (work: Promise<unknown>) => ((await errorOf(work)) as { code: string }).code;
const linesOf = (file: Buffer): string[] => file.toString().replace('\ufeff', '').trim().split('\n');

/** What is done with many rows at once: each has an outcome, and what was refused is as it was. */
export function manyContract(bench: DeskBench): void {
  describe('many rows at once', () => {
    const standings = async (who: Somebody): Promise<Record<string, string>> => {
      const { items } = await who.ask('ledger.search', {});
      return Object.fromEntries(items.map(({ uuid, standing }) => [uuid, standing]));
    };
    /** Five in stock; one more with a token, and a board may have it. */
    const ready = async (who: Somebody): Promise<string> => {
      const { productId } = await bench.product(who);
      await bench.stock(who, 6);
      const { code } = await who.ask('order.create', { productId, mode: 'credential', quantity: 1 });
      const { token } = await who.ask('order.credential', { code });
      await who.ask('token.verify', { token });
      const claim = { token, mac: macOf(1), runId: 'r' };
      await who.station().reserve(claim);
      await who.station().expose(claim);
      await who.station().abandon(claim, 'LINK_LOST');
      return token;
    };

    test('licenses are kept back and let go for one reason, each with its outcome', async () => {
      const local = await bench.stranger();
      await ready(local);
      const reason = 'recalled by the vendor';
      const uuids = [uuidOf(4), uuidOf(0), 'nope', uuidOf(2), uuidOf(4)];
      const kept = await local.ask('ledger.quarantineMany', { uuids, reason });
      expect(kept.items).toEqual([
        { uuid: uuidOf(4), error: null },
        {
          uuid: uuidOf(0),
          error: {
            code: 'LICENSE_STATE',
            data: { state: 'quarantined', wanted: 'quarantined', mac: macOf(1) },
          },
        },
        { uuid: 'nope', error: { code: 'DESK_UNKNOWN', data: { what: 'license', id: 'nope' } } },
        { uuid: uuidOf(2), error: null },
      ]);
      expect(await standings(local)).toMatchObject({ [uuidOf(2)]: 'held', [uuidOf(3)]: 'stock' });
      const { events } = await local.ask('ledger.history', { uuid: uuidOf(4) });
      expect(events.at(-1)).toMatchObject({ step: 'quarantine', by: 'local', reason });

      const back = { uuids: [uuidOf(0), uuidOf(2), uuidOf(3)], reason: 'recall is over' };
      const { items } = await local.ask('ledger.releaseMany', back);
      expect(items.map(({ error }) => error?.code ?? null)).toEqual(['LICENSE_SEEN', null, 'LICENSE_STATE']);
      expect(await standings(local)).toMatchObject({
        [uuidOf(0)]: 'quarantined',
        [uuidOf(2)]: 'stock',
        [uuidOf(3)]: 'stock',
        [uuidOf(4)]: 'held',
      });
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });

    test('a request that says no reason, or names too many, moves none', async () => {
      const local = await bench.stranger();
      await bench.stock(local, 1);
      const ask = (uuids: string[], reason: string) => local.ask('ledger.quarantineMany', { uuids, reason });
      expect(await codeOf(ask([uuidOf(0)], ' '))).toBe('BAD_REQUEST');
      expect(await codeOf(ask([], 'nothing'))).toBe('BAD_REQUEST');
      const many = Array.from({ length: 501 }, (_, index) => uuidOf(index));
      expect(await codeOf(ask(many, 'too many'))).toBe('BAD_REQUEST');
      expect(await standings(local)).toEqual({ [uuidOf(0)]: 'stock' });
    });

    test('two who keep back the same at once: each license by one of them, none by neither', async () => {
      const local = await bench.stranger();
      await bench.stock(local, 20);
      const uuids = Array.from({ length: 20 }, (_, index) => uuidOf(index));
      const [one, two] = await Promise.all([
        local.ask('ledger.quarantineMany', { uuids, reason: 'the one' }),
        local.ask('ledger.quarantineMany', { uuids: [...uuids].reverse(), reason: 'the other' }),
      ]);
      const done = [...one.items, ...two.items].filter(({ error }) => error === null);
      expect(done.map(({ uuid }) => uuid).sort()).toEqual(uuids);
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });

    test('an operator moves and exports nothing', async () => {
      const admin = await bench.admin();
      const operator = await bench.person(admin, 'operator');
      const request = { uuids: [uuidOf(0)], reason: 'because' };
      expect(await codeOf(operator.ask('ledger.releaseMany', request))).toBe('ROLE_MISSING');
      const chosen = { format: 'csv', uuids: [uuidOf(0)] };
      expect(await codeOf(operator.fetch('ledger.exportChosen', chosen))).toBe('ROLE_MISSING');
    });

    test('chosen licenses go out as chosen, without a secret', async () => {
      const local = await bench.stranger();
      await ready(local);
      const uuids = [uuidOf(3), uuidOf(0), 'nope'];
      const file = await local.fetch('ledger.exportChosen', { format: 'csv', uuids });
      expect(linesOf(file).map((line) => line.split(',')[0])).toEqual(['uuid', uuidOf(3), uuidOf(0)]);
      expect(file.toString()).not.toContain('SECRETauthkey0');
    });

    test('chosen tokens go out masked, with their terms and what is left', async () => {
      const local = await bench.stranger();
      const token = await ready(local);
      await local.ask('token.revoke', { token, reason: 'line closed' });
      const file = await local.fetch('token.export', { format: 'csv', tokens: [token] });
      const [head, line] = linesOf(file);
      expect(head).toMatch(/^token,order,firmware,version/);
      expect(line).toMatch(new RegExp(`^${maskToken(token)},[0-9A-Z]{9},wifi_one_light,1.0.0,tuyaos,`));
      expect(line).toContain('line closed');
      expect(file.toString().replace(/-/g, '')).not.toContain(normaliseToken(token));
      const unknown = { format: 'csv', tokens: [token, '7K3MQX2PW8ABCDEF'] };
      expect(await codeOf(local.fetch('token.export', unknown))).toMatch(/^TOKEN_/);
    });
  });
}
