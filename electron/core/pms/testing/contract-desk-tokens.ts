import { describe, expect, test } from 'vitest';

import { formatToken, maskToken } from '../../../../shared/domain/token.js';
import { IMAGE, type DeskBench, type Somebody } from './desk-bench.js';
import { errorOf, macOf } from './fixture.js';

const codeOf = async (work: Promise<unknown>) => ((await errorOf(work)) as { code: string }).code;
const claim = (token: string, board = 1) => ({ token, mac: macOf(board), runId: `run-${board}` });

async function credential(who: Somebody, code: string): Promise<string> {
  return (await who.ask('order.credential', { code })).token;
}

/** Tokens that come with orders: whose they are, when and for which boards. */
export function deskTokenContract(bench: DeskBench): void {
  describe('tokens of orders', () => {
    const ordered = async (who: Somebody, change: object = {}): Promise<string> => {
      const { productId } = await bench.product(who);
      await bench.stock(who, 20);
      const request = { productId, mode: 'credential', quantity: 10, ...change } as const;
      return credential(who, (await who.ask('order.create', request)).code);
    };

    test('belong to the account that verified them first, and to admins', async () => {
      const admin = await bench.admin();
      const [first, second] = [
        await bench.person(admin, 'operator', 'first'),
        await bench.person(admin, 'operator', 'second'),
      ];
      const token = await ordered(admin);
      expect(await codeOf(first.station().openToken(token))).toBe('NO_DATA_PERMISSION');
      expect(await codeOf(admin.station().openToken(token))).toBe('NO_DATA_PERMISSION');
      expect(await first.ask('token.verify', { token })).toMatchObject({ boundTo: 'first@kiln.example' });
      await first.ask('token.verify', { token });
      expect(await codeOf(second.ask('token.verify', { token }))).toBe('TOKEN_CLAIMED');
      expect(await codeOf(second.station().openToken(token))).toBe('NO_DATA_PERMISSION');
      expect(await codeOf(second.ask('token.open', { token }))).toBe('NO_DATA_PERMISSION');
      await first.station().openToken(token);
      await admin.station().openToken(token);
      const { license } = await first.ask('license.allocate', claim(token));
      expect(await first.ask('license.holder', { uuid: license.uuid })).toMatchObject({
        holder: { token: expect.not.stringContaining('•') as string },
      });
      expect(await second.ask('license.holder', { uuid: license.uuid })).toEqual({
        holder: { mac: macOf(1), token: maskToken(token) },
      });
    });

    test('one verifies at a time: of two accounts one has it', async () => {
      const admin = await bench.admin();
      const people = [
        await bench.person(admin, 'operator', 'one'),
        await bench.person(admin, 'operator', 'two'),
      ];
      const token = await ordered(admin);
      const outcomes = await Promise.allSettled(
        people.map((person) => person.ask('token.verify', { token })),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    test('a token of one\u2019s own list needs no verification, and claims nothing by it', async () => {
      const admin = await bench.admin();
      const [one, other] = [
        await bench.person(admin, 'engineer', 'one'),
        await bench.person(admin, 'operator', 'two'),
      ];
      const { token } = await one.ask('token.create', {
        licenses: [{ row: 2, uuid: 'feed00000000ffff', authkey: 'A'.repeat(32), pskKey: '' }],
        firmware: { name: 'x_QIO.bin', image: Buffer.from(IMAGE).toString('base64') },
        identifier: 'i',
        version: '1',
        userConfig: Buffer.from([1, 2]).toString('base64'),
      });
      expect(await other.ask('token.info', { token })).toMatchObject({
        verification: 'not-needed',
        usable: true,
      });
      expect(await other.ask('token.verify', { token })).toMatchObject({
        verification: 'not-needed',
        boundTo: null,
      });
      await one.ask('token.open', { token });
      expect(await one.ask('token.rules', { token })).toEqual({
        country: null,
        rssi: null,
        gpio: false,
        userConfig: 'AQI=',
      });
      expect(await one.fetch('token.firmware', { token })).toEqual(Buffer.from(IMAGE));
    });

    test('hold within their time and their boards', async () => {
      const local = await bench.stranger();
      const at = (ms: number) => new Date(bench.clock.wallTime().getTime() + ms).toISOString();
      const token = await ordered(local, {
        effectiveAt: at(1000),
        expiresAt: at(2000),
        macRule: { from: 'D8:1F:12:00:00:01', to: 'd81f12000003' },
        country: 'US',
        quantity: 3,
        tests: { rssi: { ssid: 'ap', min: -60 }, gpio: true },
      });
      await local.ask('token.verify', { token });
      const station = local.station();
      expect(await codeOf(station.openToken(token))).toBe('TOKEN_NOT_EFFECTIVE');
      await bench.clock.advance(1000);
      expect(await station.openToken(token)).toMatchObject({ country: 'US', tests: { gpio: true } });
      await station.reserve(claim(token, 3));
      expect(await errorOf(station.reserve(claim(token, 4)))).toEqual({
        code: 'MAC_RULE',
        data: { mac: macOf(4), from: 'd81f12000001', to: 'd81f12000003' },
      });
      await bench.clock.advance(1000);
      expect(await codeOf(station.openToken(token))).toBe('TOKEN_EXPIRED');
    });

    test('revoked: no board begins, a board that has begun may finish', async () => {
      const local = await bench.stranger();
      const token = await ordered(local);
      await local.ask('token.verify', { token });
      const station = local.station();
      await station.reserve(claim(token, 1));
      const revoked = await local.ask('token.revoke', { token, reason: 'sent to the wrong plant' });
      expect(revoked).toMatchObject({ usable: false, revoked: { reason: 'sent to the wrong plant' } });
      expect(await errorOf(station.openToken(token))).toMatchObject({
        code: 'TOKEN_REVOKED',
        data: { reason: 'sent to the wrong plant' },
      });
      expect(await codeOf(station.reserve(claim(token, 2)))).toBe('TOKEN_REVOKED');
      for (const step of ['expose', 'markWritten', 'validate'] as const) await station[step](claim(token, 1));
      expect(await local.ask('token.revoke', { token, reason: 'another reason' })).toMatchObject({
        revoked: revoked.revoked,
      });
    });

    test('warn where they run low', async () => {
      const local = await bench.stranger();
      const token = await ordered(local, { lowWater: 9 });
      await local.ask('token.verify', { token });
      expect((await local.ask('token.low', {})).items).toEqual([]);
      const station = local.station();
      await station.reserve(claim(token, 1));
      await station.reserve(claim(token, 2));
      expect((await local.ask('token.low', {})).items).toMatchObject([{ free: 8, low: true, lowWater: 9 }]);
      expect(await local.ask('token.setLowWater', { token, lowWater: 8 })).toMatchObject({ low: false });
      expect((await local.ask('token.low', {})).items).toEqual([]);
    });

    test('keep to the scope of their firmware', async () => {
      const admin = await bench.admin();
      const [listed, unlisted] = [
        await bench.person(admin, 'engineer', 'listed'),
        await bench.person(admin, 'engineer', 'unlisted'),
      ];
      const { productId, versionId } = await bench.product(admin);
      await bench.stock(admin, 30);
      await admin.ask('firmware.enable', {
        versionId,
        scope: 'whitelist',
        whitelist: ['Listed@kiln.example '],
      });
      const wanted = { productId, mode: 'credential', quantity: 1 } as const;
      expect(await codeOf(unlisted.ask('order.create', wanted))).toBe('FIRMWARE_SCOPE');
      const token = await credential(listed, (await listed.ask('order.create', wanted)).code);
      await unlisted.ask('token.verify', { token });
      expect(await codeOf(unlisted.station().openToken(token))).toBe('FIRMWARE_SCOPE');
      await admin.ask('firmware.enable', { versionId, scope: 'test' });
      await unlisted.station().openToken(token);
      expect(await codeOf(unlisted.ask('order.create', { ...wanted, quantity: 11 }))).toBe('FIRMWARE_SCOPE');
      await unlisted.ask('order.create', { ...wanted, quantity: 10 });
    });

    test('show in full to who orders, masked everywhere else', async () => {
      const local = await bench.stranger();
      const token = await ordered(local);
      expect(token).toBe(formatToken(token));
      expect((await local.ask('order.list', {})).items[0]?.token).toBe(maskToken(token));
    });
  });
}
