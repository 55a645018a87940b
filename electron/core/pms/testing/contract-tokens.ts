import { expect, test, describe } from 'vitest';

import { formatToken, isToken, makeToken, maskToken } from '../../../../shared/domain/token.js';
import { makeUpdatePackage } from '../../firmware/demo-firmware.js';
import { claimOf, LEASE, none, type Bench } from './bench.js';
import { errorOf, FIRMWARE, IDENTIFIER, licenses, macOf, openLicenses, request } from './fixture.js';

/** What a token is, and what makes none. */
export function tokenContract(bench: Bench): void {
  describe('tokens', () => {
    test('a new token tells what it stands for', async () => {
      const expiresAt = new Date(bench.clock.wallTime().getTime() + LEASE);
      const rules = {
        country: 'US',
        rssi: { ssid: 'line-4', min: -60 },
        gpio: true,
        userConfig: Uint8Array.of(1, 2, 3),
      };
      const info = await bench.pms.createToken(request(3, { rules, expiresAt, development: true }));
      expect(isToken(info.token)).toBe(true);
      expect(info).toMatchObject({
        firmware: {
          identifier: IDENTIFIER,
          version: '1.0.0',
          file: { kind: 'QIO', bytes: FIRMWARE.length },
          protocolClass: 'N',
        },
        amount: 3,
        used: 0,
        ...none,
        free: 3,
        createdAt: bench.clock.wallTime().toISOString(),
        expiresAt: expiresAt.toISOString(),
        country: 'US',
        tests: { rssi: rules.rssi, gpio: true, userConfig: true },
        development: true,
      });
      expect(await bench.pms.tokenInfo(info.token)).toEqual(info);
      expect(await bench.pms.openToken(info.token)).toEqual(info);
      expect(await bench.pms.tokenRules(info.token)).toEqual(rules);
      expect(await bench.pms.firmwareImage(info.token)).toEqual(FIRMWARE);
    });

    test('a token takes licenses of its own kind alone', async () => {
      const wrong = bench.pms.createToken(request(1, { firmware: null, licenseKind: 'tuyaopen' }));
      expect(await errorOf(wrong)).toMatchObject({
        code: 'LIST_INVALID',
        data: { rows: [{ problem: 'uuid-open' }] },
      });
    });

    test('a token for authorization only brings no firmware', async () => {
      const info = await bench.pms.createToken(
        request(2, { firmware: null, licenseKind: 'tuyaopen', licenses: openLicenses(2) }),
      );
      expect(info).toMatchObject({
        firmware: { identifier: IDENTIFIER, version: '1.0.0', file: null, protocolClass: null },
        licenseKind: 'tuyaopen',
        free: 2,
      });
      expect(await errorOf(bench.pms.firmwareImage(info.token))).toEqual({
        code: 'FIRMWARE_NONE',
        data: { token: maskToken(info.token) },
      });
      await bench.through(claimOf(info.token, 1));
      expect(await bench.states(info.token)).toEqual({ ...none, free: 1, validated: 1 });
    });

    test('a token without rules asks nothing', async () => {
      const token = await bench.issue(1);
      expect(await bench.pms.tokenRules(token)).toEqual({
        country: null,
        rssi: null,
        gpio: false,
        userConfig: null,
      });
      expect((await bench.pms.tokenInfo(token)).tests).toEqual({
        rssi: null,
        gpio: false,
        userConfig: false,
      });
    });

    test('takes a token as a person types it', async () => {
      const token = await bench.issue(1);
      const typed = ` ${formatToken(token).toLowerCase()} `;
      expect((await bench.pms.openToken(typed)).token).toBe(token);
      await bench.through(claimOf(typed, 1));
      expect(await bench.states(token)).toEqual({ ...none, validated: 1 });
      expect(await bench.pms.licenseOf(typed, macOf(1))).not.toBeNull();
    });

    test('tells a missing, a mistyped and an unknown token apart', async () => {
      const token = await bench.issue(1);
      const unknown = makeToken(new Uint8Array(15).fill(9));
      const mistyped = token.slice(0, 15) + (token.endsWith('0') ? '1' : '0');
      for (const call of [
        (typed: string) => bench.pms.tokenInfo(typed),
        (typed: string) => bench.pms.openToken(typed),
        (typed: string) => bench.pms.tokenRules(typed),
        (typed: string) => bench.pms.firmwareImage(typed),
        (typed: string) => bench.pms.licenseOf(typed, macOf(1)),
        (typed: string) => bench.pms.reserve(claimOf(typed, 1)),
        (typed: string) => bench.pms.abandon(claimOf(typed, 1), 'test'),
        (typed: string) =>
          bench.pms.startRun({ runId: 'r', token: typed, port: 'p', startedAt: bench.clock.wallTime() }),
      ]) {
        expect(await errorOf(call(' - '))).toMatchObject({ code: 'TOKEN_MISSING' });
        expect(await errorOf(call(mistyped))).toMatchObject({ code: 'TOKEN_MALFORMED' });
        expect(await errorOf(call(unknown))).toEqual({
          code: 'TOKEN_UNKNOWN',
          data: { token: maskToken(unknown) },
        });
      }
    });

    test('an expired token opens no more', async () => {
      const expiresAt = new Date(bench.clock.wallTime().getTime() + 60_000);
      const { token } = await bench.pms.createToken(request(1, { expiresAt }));
      await bench.clock.advance(60_000 - 1);
      await bench.pms.openToken(token);
      await bench.clock.advance(1);
      expect(await errorOf(bench.pms.openToken(token))).toMatchObject({
        code: 'TOKEN_EXPIRED',
        data: { expiresAt: expiresAt.toISOString() },
      });
      expect(await errorOf(bench.pms.reserve(claimOf(token, 1)))).toMatchObject({ code: 'TOKEN_EXPIRED' });
      expect((await bench.pms.tokenInfo(token)).free).toBe(1);
    });
  });

  describe('what it does not take', () => {
    test('an empty list, and rows that are no licenses', async () => {
      expect(await errorOf(bench.pms.createToken(request(0)))).toMatchObject({ code: 'LIST_EMPTY' });
      const [good, other] = licenses(2);
      const bad = [
        { ...good!, row: 2 },
        { ...other!, row: 3, authkey: 'short' },
        { ...good!, row: 4 },
      ];
      expect(await errorOf(bench.pms.createToken(request(0, { licenses: bad })))).toEqual({
        code: 'LIST_INVALID',
        data: {
          count: 2,
          rows: [
            { row: 3, problem: 'authkey-length', value: other!.uuid },
            { row: 4, problem: 'duplicate-uuid', value: good!.uuid },
          ],
        },
      });
    });

    test('a uuid that any token has already; then nothing of the list is taken', async () => {
      await bench.issue(3);
      const fresh = licenses(2, 1);
      const mixed = [fresh[0]!, { ...licenses(3)[2]!, row: 9 }, fresh[1]!];
      expect(await errorOf(bench.pms.createToken(request(0, { licenses: mixed })))).toEqual({
        code: 'LIST_INVALID',
        data: { count: 1, rows: [{ row: 9, problem: 'known-uuid', value: 'feed000000000002' }] },
      });
      expect(await bench.pms.holderOf(fresh[0]!.uuid)).toBeNull();
      expect((await bench.pms.createToken(request(0, { licenses: fresh }))).amount).toBe(2);
    });

    test('a firmware that is no production firmware; then the list stays importable', async () => {
      const image = makeUpdatePackage({ version: '1.0.0' });
      const wrong = request(1, { firmware: { name: 'light_UG_1.0.0.bin', image } });
      expect(await errorOf(bench.pms.createToken(wrong))).toMatchObject({
        code: 'FIRMWARE_KIND',
        data: { kind: 'UG' },
      });
      const empty = request(1, { firmware: { name: 'x_QIO.bin', image: new Uint8Array() } });
      expect(await errorOf(bench.pms.createToken(empty))).toMatchObject({ code: 'FIRMWARE_EMPTY' });
      await bench.issue(1);
    });

    test('nameless firmware and rules that no board could keep', async () => {
      const rules = { country: null, rssi: null, gpio: false, userConfig: null };
      for (const [change, code] of [
        [{ identifier: ' ' }, 'USAGE'],
        [{ version: '' }, 'USAGE'],
        [{ rules: { ...rules, country: 'us' } }, 'COUNTRY_UNKNOWN'],
        [{ rules: { ...rules, rssi: { ssid: '', min: -60 } } }, 'RSSI_TEST'],
        [{ rules: { ...rules, rssi: { ssid: 'line-4', min: -121 } } }, 'RSSI_TEST'],
        [{ expiresAt: new Date(Number.NaN) }, 'USAGE'],
      ] as const) {
        expect(await errorOf(bench.pms.createToken(request(1, change)))).toMatchObject({ code });
      }
      await bench.issue(1);
    });

    test('a MAC that identifies no board', async () => {
      const token = await bench.issue(1);
      for (const [mac, problem] of [
        ['000000000000', 'zero'],
        ['ffffffffffff', 'broadcast'],
        ['c8478c000000', 'default'],
        ['01005e000001', 'multicast'],
        ['D81F12000001', 'format'],
        ['', 'format'],
      ]) {
        const claim = { token, mac: mac!, runId: 'run-1' };
        expect(await errorOf(bench.pms.reserve(claim))).toEqual({
          code: 'MAC_INVALID',
          data: { mac, problem },
        });
      }
      expect((await bench.pms.tokenInfo(token)).free).toBe(1);
    });
  });
}
