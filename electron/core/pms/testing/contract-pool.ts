import { expect, test, describe } from 'vitest';

import { maskToken } from '../../../../shared/domain/token.js';
import { claimOf, LEASE, none, type Bench } from './bench.js';
import { errorOf } from './fixture.js';

/** Many at once, and those that never came back. */
export function poolContract(bench: Bench): void {
  describe('the pool', () => {
    test('gives no license twice to runs that ask at once', async () => {
      const token = await bench.issue(40);
      const other = await bench.again();
      const asked = Array.from({ length: 60 }, (_, mac) => {
        const side = mac % 2 === 0 ? bench.pms : other;
        return side.reserve(claimOf(token, mac + 1, `run-${mac}`)).catch((thrown: unknown) => thrown);
      });
      const answers = await Promise.all(asked);
      const given = answers.flatMap((answer) =>
        answer instanceof Error ? [] : [answer as { license: { uuid: string } }],
      );
      expect(given).toHaveLength(40);
      expect(new Set(given.map(({ license }) => license.uuid)).size).toBe(40);
      for (const answer of answers.filter((one) => one instanceof Error)) {
        expect(answer).toMatchObject({ code: 'POOL_EMPTY', data: { amount: 40, token: maskToken(token) } });
      }
      expect(await other.tokenInfo(token)).toMatchObject({ free: 0, used: 40, reserved: 40 });
      await other.close();
    });

    test('when used up, still opens for the boards that hold its licenses', async () => {
      const token = await bench.issue(1);
      await bench.pms.reserve(claimOf(token, 1));
      expect(await errorOf(bench.pms.openToken(token))).toMatchObject({
        code: 'POOL_EMPTY',
        data: { amount: 1 },
      });
      await bench.pms.expose(claimOf(token, 1));
      expect((await bench.pms.openToken(token)).free).toBe(0);
    });
  });

  describe('a lease', () => {
    test('that ended before the board saw the license sets it free for the next', async () => {
      const token = await bench.issue(1);
      const { license } = await bench.pms.reserve(claimOf(token, 1));
      await bench.clock.advance(LEASE);
      expect(await errorOf(bench.pms.reserve(claimOf(token, 2, 'run-2')))).toMatchObject({
        code: 'POOL_EMPTY',
      });
      await bench.clock.advance(1);
      expect((await bench.pms.reserve(claimOf(token, 2, 'run-2'))).license).toEqual(license);
      expect(await errorOf(bench.pms.expose(claimOf(token, 1)))).toMatchObject({ code: 'LICENSE_STATE' });
    });

    test('that ended after the board saw it keeps it for that board', async () => {
      const token = await bench.issue(1);
      const { license } = await bench.pms.reserve(claimOf(token, 1));
      await bench.pms.expose(claimOf(token, 1));
      await bench.clock.advance(LEASE + 1);
      const later = await bench.again();
      expect(await bench.states(token)).toEqual({ ...none, quarantined: 1 });
      expect(await errorOf(later.reserve(claimOf(token, 2, 'run-2')))).toMatchObject({
        code: 'POOL_EMPTY',
      });
      expect(await later.reserve(claimOf(token, 1, 'run-3'))).toEqual({
        license,
        reused: true,
        leased: false,
      });
      expect(await bench.states(token)).toEqual({ ...none, reserved: 1 });
      await later.close();
    });

    test('that ended under a living run lets it finish', async () => {
      const token = await bench.issue(1);
      const claim = claimOf(token, 1);
      await bench.pms.reserve(claim);
      await bench.pms.expose(claim);
      await bench.clock.advance(LEASE + 1);
      await bench.pms.openToken(token);
      expect(await bench.states(token)).toEqual({ ...none, quarantined: 1 });
      await bench.pms.markWritten(claim);
      await bench.pms.validate(claim);
      expect(await bench.states(token)).toEqual({ ...none, validated: 1 });
    });

    test('does not touch what is written or validated', async () => {
      const token = await bench.issue(2);
      await bench.through(claimOf(token, 1));
      const written = claimOf(token, 2, 'run-2');
      await bench.pms.reserve(written);
      await bench.pms.markWritten(written);
      await bench.clock.advance(LEASE * 100);
      await (await bench.again()).close();
      expect(await bench.states(token)).toEqual({ ...none, written: 1, validated: 1 });
    });
  });
}
