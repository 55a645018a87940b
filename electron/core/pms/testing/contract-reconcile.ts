import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { maskToken } from '../../../../shared/domain/token.js';
import type { StorePms } from '../store-pms.js';
import { licenses, macOf, request } from './fixture.js';

export interface ReconcileUnderTest {
  readonly pms: StorePms;
  /** Runs statements past the store and past its triggers. */
  readonly tamper: (sql: string) => Promise<void>;
}

/** The books add up after any work, and every way of changing them past the rules is found. */
export function reconcileContract(name: string, make: () => Promise<ReconcileUnderTest>): void {
  describe(`${name} reconciles`, () => {
    let under: ReconcileUnderTest;
    let token: string;
    const claim = (board: number) => ({ token, mac: macOf(board), runId: `run-${board}` });
    const uuidOf = (index: number): string => licenses(6)[index]?.uuid ?? expect.fail();

    beforeEach(async () => {
      under = await make();
      const { pms } = under;
      token = (await pms.createToken(request(6))).token;
      for (const board of [1, 2, 3, 4, 5]) await pms.reserve(claim(board));
      for (const board of [1, 2, 3]) await pms.expose(claim(board));
      for (const board of [1, 2]) await pms.markWritten(claim(board));
      await pms.validate(claim(1));
      for (const board of [3, 4]) await pms.abandon(claim(board), 'test');
    });
    afterEach(() => under.pms.close());

    test('the books of every token and of all', async () => {
      const other = await under.pms.createToken(request(0, { licenses: licenses(2, 1) }));
      const counts = { free: 2, reserved: 1, written: 1, validated: 1, quarantined: 1 };
      const none = { reserved: 0, written: 0, validated: 0, quarantined: 0 };
      const found = await under.pms.reconcile();
      expect(found).toEqual({
        balanced: true,
        total: { ...counts, issued: 8, free: 4 },
        tokens: expect.arrayContaining([
          { token: maskToken(token), issued: 6, ...counts },
          { token: maskToken(other.token), issued: 2, ...none, free: 2 },
        ]) as unknown,
        faults: [],
      });
      expect(JSON.stringify(found)).not.toContain(token);
    });

    test.each([
      ['a license without a line', 'DELETE FROM license_event WHERE license_id = 6', ['count', 'unsaid']],
      ['a license that is gone', 'DELETE FROM license WHERE id = 6', ['count']],
      ['a state that no line says', "UPDATE license SET state = 'validated' WHERE id = 2", ['unsaid']],
      [
        'a license that hides what a board saw',
        "UPDATE license_event SET exposed = 0 WHERE license_id = 2 AND step = 'write'",
        ['unexposed', 'unsaid'],
      ],
      ['a license moved to another board', `UPDATE license SET mac = '${macOf(9)}' WHERE id = 2`, ['unsaid']],
      [
        'a line that names another board',
        `UPDATE license_event SET mac = '${macOf(9)}' WHERE license_id = 1 AND step = 'write'`,
        ['other-board'],
      ],
      ['a line that is gone', "DELETE FROM license_event WHERE license_id = 1 AND step = 'reserve'", ['gap']],
      [
        'a license set aside for a station that never asked',
        "UPDATE license SET leased_to = 'line 1', leased_until = 1 WHERE id = 5",
        ['unsaid'],
      ],
      [
        'a license imported twice',
        'INSERT INTO license_event (license_id, at, actor, step, to_state, exposed) SELECT license_id, at, actor, step, to_state, exposed FROM license_event WHERE license_id = 6',
        ['count', 'gap'],
      ],
    ])('finds %s', async (_what, sql, kinds) => {
      await under.tamper(sql);
      const { balanced, faults } = await under.pms.reconcile();
      expect([...new Set(faults.map(({ kind }) => kind))].sort()).toEqual(kinds);
      expect(balanced).toBe(kinds.length === 0);
    });

    test('and names it by its uuid', async () => {
      await under.tamper("UPDATE license SET state = 'validated' WHERE id = 2");
      expect((await under.pms.reconcile()).faults).toEqual([{ kind: 'unsaid', where: uuidOf(1) }]);
    });
  });
}
