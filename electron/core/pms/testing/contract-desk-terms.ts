import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';

import type { DeskBench, Somebody } from './desk-bench.js';
import { errorOf } from './fixture.js';

const MAC = { from: 'D8:1F:12:00:00:01', to: 'd8-1f-12-00-00-05' };
const TESTS = { rssi: { ssid: '产线 AP', min: -62 }, gpio: true };

/** What an order says of the boards its token is for, and what a station then gets to know of it. */
export function termsContract(bench: DeskBench): void {
  describe('the terms of an order', () => {
    const ready = async () => {
      const local = await bench.stranger();
      const { productId } = await bench.product(local);
      await bench.stock(local, 10);
      const at = (ms: number) => new Date(bench.clock.wallTime().getTime() + ms).toISOString();
      const wanted = { productId, mode: 'credential', quantity: 5 } as const;
      const refused = (change: object) => errorOf(local.ask('order.create', { ...wanted, ...change }));
      return { local, at, wanted, refused };
    };
    const tokenOf = async (who: Somebody, code: string) =>
      (await who.ask('order.credential', { code })).token;

    test('go into its token, onto its page, into its download and to its stations', async () => {
      const { local, at, wanted } = await ready();
      const terms = { effectiveAt: at(0), expiresAt: at(3_600_000), lowWater: 3 };
      const order = { ...wanted, ...terms, country: 'de', tests: TESTS, macRule: MAC };
      const { code } = await local.ask('order.create', order);
      const token = await tokenOf(local, code);
      await local.ask('token.verify', { token });
      expect(await local.ask('token.info', { token })).toMatchObject({
        ...terms,
        country: 'DE',
        tests: { ...TESTS, userConfig: false },
        macRule: { from: 'd81f12000001', to: 'd81f12000005' },
        low: false,
      });
      expect(await local.ask('token.rules', { token })).toEqual({
        ...TESTS,
        country: 'DE',
        userConfig: null,
      });
      expect(await local.station().tokenRules(token)).toEqual({ ...TESTS, country: 'DE', userConfig: null });
      const zip = unzipSync(new Uint8Array(await local.fetch('order.download', { code })));
      const text = strFromU8(zip['Token_information.txt'] ?? new Uint8Array());
      for (const line of [
        'Country: DE',
        'RSSI test: 产线 AP, at least -62 dBm',
        'GPIO test: yes',
        'MAC range: D8 1F 12 00 00 01 to D8 1F 12 00 00 05',
        `Effective at: ${terms.effectiveAt}`,
        `Expires at: ${terms.expiresAt}`,
      ]) {
        expect(text).toContain(`${line}\r\n`);
      }
    });

    test('the token of a firmware says for which flash it was set up; one of a list cannot', async () => {
      const { local, wanted } = await ready();
      const flashOf = async (token: string) => {
        await local.ask('token.verify', { token });
        const { firmware } = await local.ask('token.open', { token });
        expect((await local.station().openToken(token)).firmware).toEqual(firmware);
        return firmware.flashBytes;
      };
      const { code } = await local.ask('order.create', wanted);
      expect(await flashOf(await tokenOf(local, code))).toBe(0x200000);
      const half = await local.ask('firmware.create', {
        productId: wanted.productId,
        identifier: 'small',
        chip: 'BK7231S',
        flashMbit: 8,
      });
      const { id: versionId } = await local.ask('firmware.version', {
        firmwareId: half.id,
        version: '1.0.0',
      });
      const only = { ...wanted, versionId, mode: 'authorize-only', quantity: 1 } as const;
      expect(await flashOf(await tokenOf(local, (await local.ask('order.create', only)).code))).toBe(
        0x100000,
      );
      const named = { productId: wanted.productId, identifier: 'i', version: '1', quantity: 1 };
      const bare = await local.ask('order.create', { ...named, mode: 'authorize-only' });
      expect(await flashOf(await tokenOf(local, bare.code))).toBeNull();
    });

    test('are refused by name where they make no sense, and nothing is taken', async () => {
      const { local, at, refused } = await ready();
      expect(await refused({ country: 'ZZ' })).toEqual({
        code: 'COUNTRY_UNKNOWN',
        data: { country: 'ZZ' },
      });
      expect(await refused({ country: 'Germany' })).toMatchObject({ code: 'COUNTRY_UNKNOWN' });
      const radio = (ssid: string, min: number) => refused({ tests: { rssi: { ssid, min }, gpio: false } });
      // 11 characters of 3 bytes: one byte too many.
      for (const ssid of ['', '热'.repeat(11)])
        expect(await radio(ssid, -60)).toMatchObject({ code: 'RSSI_TEST' });
      for (const min of [1, -121, -60.5]) expect(await radio('ap', min)).toMatchObject({ code: 'RSSI_TEST' });
      expect(await refused({ expiresAt: at(0) })).toEqual({
        code: 'ORDER_EXPIRED',
        data: { expiresAt: at(0) },
      });
      const dates = { effectiveAt: at(2000), expiresAt: at(1000) };
      expect(await refused(dates)).toEqual({ code: 'ORDER_DATES', data: dates });
      expect(await refused({ macRule: { from: MAC.to, to: MAC.from } })).toMatchObject({ code: 'MAC_RANGE' });
      expect(await refused({ macRule: { from: 'x', to: MAC.to } })).toMatchObject({ code: 'MAC_RANGE' });
      expect(await refused({ productId: 'nope' })).toMatchObject({ code: 'DESK_UNKNOWN' });
      expect(await refused({ macRule: { from: MAC.from, to: 'ffffffffffff' } })).toMatchObject({
        code: 'MAC_RANGE',
      });
      expect(await refused({ macRule: MAC, quantity: 6 })).toEqual({
        code: 'MAC_RANGE_SMALL',
        data: { boards: 5, quantity: 6 },
      });
      expect(await refused({ lowWater: 6 })).toEqual({
        code: 'LOW_WATER_HIGH',
        data: { lowWater: 6, amount: 5 },
      });
      for (const change of [{ country: 'DE' }, { lowWater: 0 }, { expiresAt: at(9000) }, { tests: TESTS }]) {
        expect(await refused({ mode: 'license-list', ...change })).toEqual({
          code: 'ORDER_LIST_RULES',
          data: {},
        });
      }
      expect((await local.ask('pool.stock', {})).items).toMatchObject([{ stock: 10, taken: 0 }]);
      expect((await local.ask('order.list', {})).items).toEqual([]);
    });

    test('a warning that could never end is refused later too', async () => {
      const { local, wanted } = await ready();
      const { code } = await local.ask('order.create', wanted);
      const token = await tokenOf(local, code);
      expect(await errorOf(local.ask('token.setLowWater', { token, lowWater: 6 }))).toEqual({
        code: 'LOW_WATER_HIGH',
        data: { lowWater: 6, amount: 5 },
      });
      expect(await local.ask('token.setLowWater', { token, lowWater: 5 })).toMatchObject({ lowWater: 5 });
    });
  });
}
