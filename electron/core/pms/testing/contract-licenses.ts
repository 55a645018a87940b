import { expect, test, describe } from 'vitest';

import { claimOf, none, type Bench } from './bench.js';
import { errorOf, licenses, macOf, request } from './fixture.js';

/** How a license moves, and whose it stays. */
export function licenseContract(bench: Bench): void {
  describe('a license moves forward', () => {
    test('step by step, and says so', async () => {
      const token = await bench.issue(2);
      const claim = claimOf(token, 1);
      const [first] = licenses(2);
      const { uuid, authkey, pskKey } = first!;
      expect(await bench.pms.licenseOf(token, claim.mac)).toBeNull();
      expect(await bench.pms.holderOf(uuid)).toEqual({ mac: null, token });

      expect(await bench.pms.reserve(claim)).toEqual({
        license: { uuid, authkey, pskKey },
        reused: false,
        leased: false,
      });
      expect(await bench.states(token)).toEqual({ ...none, free: 1, reserved: 1 });
      await bench.pms.expose(claim);
      expect(await bench.states(token)).toEqual({ ...none, free: 1, reserved: 1 });
      await bench.pms.markWritten(claim);
      expect(await bench.states(token)).toEqual({ ...none, free: 1, written: 1 });
      await bench.pms.validate(claim);
      expect(await bench.states(token)).toEqual({ ...none, free: 1, validated: 1 });

      expect(await bench.pms.licenseOf(token, claim.mac)).toEqual({ uuid, authkey, pskKey });
      expect(await bench.pms.holderOf(uuid)).toEqual({ mac: claim.mac, token });
      expect(await bench.pms.holderOf('feedffffffffffff')).toBeNull();
    });

    test('every step may be repeated by its run', async () => {
      const token = await bench.issue(2);
      const claim = claimOf(token, 1);
      const first = await bench.pms.reserve(claim);
      expect(await bench.pms.reserve(claim)).toEqual(first);
      for (const step of ['expose', 'markWritten', 'validate'] as const) {
        await bench.pms[step](claim);
        await bench.pms[step](claim);
      }
      expect(await bench.states(token)).toEqual({ ...none, free: 1, validated: 1 });
    });

    test('nothing moves in the hand of a run that holds nothing', async () => {
      const token = await bench.issue(2);
      const claim = claimOf(token, 1);
      const steps = [
        ['expose', 'reserved'],
        ['markWritten', 'written'],
        ['validate', 'validated'],
      ] as const;
      for (const [step, wanted] of steps) {
        expect(await errorOf(bench.pms[step](claim))).toMatchObject({
          code: 'LICENSE_STATE',
          data: { state: 'free', wanted },
        });
      }
      await bench.pms.reserve(claim);
      for (const [step, wanted] of steps) {
        expect(await errorOf(bench.pms[step]({ ...claim, runId: 'run-2' }))).toMatchObject({
          code: 'LICENSE_STATE',
          data: { state: 'reserved', wanted },
        });
      }
      expect(await bench.states(token)).toEqual({ ...none, free: 1, reserved: 1 });
    });

    test('no validation without a read-back', async () => {
      const token = await bench.issue(1);
      const claim = claimOf(token, 1);
      await bench.pms.reserve(claim);
      expect(await errorOf(bench.pms.validate(claim))).toMatchObject({ code: 'LICENSE_STATE' });
      await bench.pms.expose(claim);
      expect(await errorOf(bench.pms.validate(claim))).toMatchObject({ code: 'LICENSE_STATE' });
      await bench.pms.markWritten(claim);
      await bench.pms.validate(claim);
    });

    test('what a board showed stays with it, even where no expose went before', async () => {
      const token = await bench.issue(1);
      const claim = claimOf(token, 1);
      await bench.pms.reserve(claim);
      await bench.pms.markWritten(claim);
      await bench.pms.abandon(claim, 'test');
      expect(await bench.states(token)).toEqual({ ...none, written: 1 });
    });
  });

  describe('the same board', () => {
    test.each(['reserved', 'exposed', 'written', 'validated'])(
      'gets the same license when it was %s',
      async (until) => {
        const token = await bench.issue(3);
        await bench.through(claimOf(token, 7, 'another'));
        const claim = claimOf(token, 1);
        const { license } = await bench.pms.reserve(claim);
        if (until !== 'reserved') await bench.pms.expose(claim);
        if (until === 'written' || until === 'validated') await bench.pms.markWritten(claim);
        if (until === 'validated') await bench.pms.validate(claim);
        const { used } = await bench.pms.tokenInfo(token);

        const rerun = claimOf(token, 1, 'run-2');
        expect(await bench.pms.reserve(rerun)).toEqual({
          license,
          reused: until !== 'reserved',
          leased: false,
        });
        await bench.through(rerun);
        expect(await bench.pms.licenseOf(token, macOf(1))).toEqual(license);
        expect((await bench.pms.tokenInfo(token)).used).toBe(used);
        expect(await bench.states(token)).toEqual({ ...none, free: 1, validated: 2 });
      },
    );

    test('a run that took over shuts the earlier one out', async () => {
      const token = await bench.issue(2);
      const early = claimOf(token, 1, 'early');
      const late = claimOf(token, 1, 'late');
      await bench.pms.reserve(early);
      await bench.pms.reserve(late);
      expect(await errorOf(bench.pms.expose(early))).toMatchObject({ code: 'LICENSE_STATE' });
      await bench.pms.abandon(early, 'shut out');
      expect(await bench.states(token)).toEqual({ ...none, free: 1, reserved: 1 });
      await bench.pms.expose(late);
      await bench.pms.markWritten(late);
      await bench.pms.validate(late);
    });

    test('holds one license of each token', async () => {
      const first = await bench.issue(1);
      const second = (await bench.pms.createToken(request(0, { licenses: licenses(1, 1) }))).token;
      await bench.through(claimOf(first, 1));
      const { license, reused } = await bench.pms.reserve(claimOf(second, 1));
      expect(license.uuid).toBe(licenses(1, 1)[0]!.uuid);
      expect(reused).toBe(false);
    });
  });

  describe('abandoning', () => {
    test('sets free what no board saw', async () => {
      const token = await bench.issue(1);
      const { license } = await bench.pms.reserve(claimOf(token, 1));
      await bench.pms.abandon(claimOf(token, 1), 'cancelled');
      expect(await bench.states(token)).toEqual({ ...none, free: 1 });
      expect(await bench.pms.licenseOf(token, macOf(1))).toBeNull();
      expect(await bench.pms.reserve(claimOf(token, 2, 'run-2'))).toEqual({
        license,
        reused: false,
        leased: false,
      });
    });

    test('quarantines what a board may have seen, until it comes back', async () => {
      const token = await bench.issue(1);
      const { license } = await bench.pms.reserve(claimOf(token, 1));
      await bench.pms.expose(claimOf(token, 1));
      await bench.pms.abandon(claimOf(token, 1), 'power cut');
      expect(await bench.states(token)).toEqual({ ...none, quarantined: 1 });
      expect(await errorOf(bench.pms.reserve(claimOf(token, 2, 'run-2')))).toMatchObject({
        code: 'POOL_EMPTY',
      });

      const back = claimOf(token, 1, 'run-3');
      expect(await bench.pms.reserve(back)).toEqual({ license, reused: true, leased: false });
      expect(await bench.states(token)).toEqual({ ...none, reserved: 1 });
      await bench.pms.abandon(back, 'again');
      expect(await bench.states(token)).toEqual({ ...none, quarantined: 1 });
      await bench.through({ ...back, runId: 'run-4' });
      expect(await bench.states(token)).toEqual({ ...none, validated: 1 });
    });

    test('leaves what is written and what is validated', async () => {
      const token = await bench.issue(2);
      const written = claimOf(token, 1);
      await bench.pms.reserve(written);
      await bench.pms.expose(written);
      await bench.pms.markWritten(written);
      await bench.pms.abandon(written, 'signal too weak');
      const validated = claimOf(token, 2, 'run-2');
      await bench.through(validated);
      await bench.pms.abandon(validated, 'too late');
      expect(await bench.states(token)).toEqual({ ...none, written: 1, validated: 1 });
    });

    test('is done once, and not at all by a run that holds nothing', async () => {
      const token = await bench.issue(1);
      await bench.pms.abandon(claimOf(token, 1), 'never had it');
      await bench.pms.reserve(claimOf(token, 1));
      await bench.pms.abandon(claimOf(token, 1), 'once');
      await bench.pms.reserve(claimOf(token, 1, 'run-2'));
      await bench.pms.abandon(claimOf(token, 1), 'twice');
      expect(await bench.states(token)).toEqual({ ...none, reserved: 1 });
      expect(await errorOf(bench.pms.expose(claimOf(token, 1)))).toMatchObject({ code: 'LICENSE_STATE' });
    });
  });
}
