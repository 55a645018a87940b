import { unzipSync, strFromU8 } from 'fflate';
import { describe, expect, test } from 'vitest';

import { formatToken, maskToken } from '../../../../shared/domain/token.js';
import { makeDemoFirmware, makeUpdatePackage, makeUserArea } from '../../firmware/demo-firmware.js';
import { csvOf, IMAGE, type DeskBench, type Somebody } from './desk-bench.js';
import { errorOf, macOf } from './fixture.js';

const codeOf = async (work: Promise<unknown>) => ((await errorOf(work)) as { code: string }).code;
const claim = (token: string, board = 1) => ({ token, mac: macOf(board), runId: `run-${board}` });

async function credential(who: Somebody, code: string): Promise<string> {
  return (await who.ask('order.credential', { code })).token;
}

function firmwareContract(bench: DeskBench): void {
  describe('firmware of a product', () => {
    test('flash size in Mbit as the chip has it; one identifier and one version once', async () => {
      const local = await bench.stranger();
      const { productId, firmwareId } = await bench.product(local);
      const base = { productId, identifier: 'other', chip: 'BK7231N', flashMbit: 16 } as const;
      expect(await errorOf(local.ask('firmware.create', { ...base, flashMbit: 32 }))).toEqual({
        code: 'FIRMWARE_FLASH_SIZE',
        data: { chip: 'BK7231N', flashMbit: 32, chipMbit: 16 },
      });
      expect(await codeOf(local.ask('firmware.create', { ...base, identifier: 'wifi_one_light' }))).toBe(
        'FIRMWARE_EXISTS',
      );
      expect(await codeOf(local.ask('firmware.create', { ...base, productId: 'x' }))).toBe('DESK_UNKNOWN');
      expect(await codeOf(local.ask('firmware.version', { firmwareId, version: '1.0.0' }))).toBe(
        'FIRMWARE_EXISTS',
      );
      const { items } = await local.ask('firmware.list', { productId });
      expect(items).toMatchObject([
        { identifier: 'wifi_one_light', versions: [{ version: '1.0.0', scope: 'general' }] },
      ]);
      expect(items[0]?.key).toMatch(/^key[0-9a-z]{13}$/);
      expect(productId).toMatch(/^[0-9a-z]{16}$/);
    });

    test('each file is what its place says, for this chip, of this version', async () => {
      const local = await bench.stranger();
      const { firmwareId } = await bench.product(local);
      const { id: versionId } = await local.ask('firmware.version', { firmwareId, version: '2.0.0' });
      const send = (kind: string, content: Uint8Array, name = `x_${kind}.bin`) =>
        local.send('firmware.upload', { versionId, kind, name }, content);
      expect(await codeOf(send('UA', IMAGE))).toBe('FIRMWARE_KIND');
      expect(await codeOf(send('QIO', makeUserArea({ identifier: 'i', version: '2.0.0' })))).toBe(
        'FIRMWARE_KIND',
      );
      expect(await errorOf(send('UG', makeUpdatePackage({ version: '1.0.0' })))).toEqual({
        code: 'FIRMWARE_VERSION',
        data: { name: 'x_UG.bin', claimed: '2.0.0', found: '1.0.0' },
      });
      const forT = makeDemoFirmware({
        protocolClass: 'T',
        identifier: 'i',
        version: '2.0.0',
        appBytes: 4096,
      });
      expect(await codeOf(send('QIO', forT))).toBe('FIRMWARE_OTHER_CLASS');
      expect(await codeOf(send('QIO', new Uint8Array(64).fill(0xff)))).toBe('FIRMWARE_BLANK');
      expect(await codeOf(local.ask('firmware.enable', { versionId, scope: 'general' }))).toBe(
        'FIRMWARE_INCOMPLETE',
      );
      await send('UG', makeUpdatePackage({ version: '2.0.0' }));
      await send('UA', makeUserArea({ identifier: 'i', version: '2.0.0', appBytes: 4096 }));
      const full = await send('QIO', IMAGE);
      expect(full.files.map(({ kind }) => kind)).toEqual(['QIO', 'UA', 'UG']);
      expect(await local.fetch('firmware.download', { versionId, kind: 'QIO' })).toEqual(Buffer.from(IMAGE));
      const { files } = await local.ask('firmware.removeFile', { versionId, kind: 'UA' });
      expect(files.map(({ kind }) => kind)).toEqual(['QIO', 'UG']);
      await local.ask('firmware.enable', { versionId, scope: 'general' });
      expect(await codeOf(send('QIO', IMAGE))).toBe('FIRMWARE_ENABLED');
      expect(await codeOf(local.ask('firmware.removeFile', { versionId, kind: 'QIO' }))).toBe(
        'FIRMWARE_ENABLED',
      );
    });

    test('a range of it is those bytes', async () => {
      const local = await bench.stranger();
      const { versionId } = await bench.product(local);
      const sent = await bench.service.send('firmware.download', { versionId, kind: 'QIO' }, local.session);
      const parts: Uint8Array[] = [];
      for await (const part of sent.read({ start: 5, end: 9 })) parts.push(part);
      expect(Buffer.concat(parts)).toEqual(Buffer.from(IMAGE.subarray(5, 10)));
      expect(sent).toMatchObject({ bytes: IMAGE.length });
    });
  });
}

export function orderContract(bench: DeskBench): void {
  firmwareContract(bench);
  describe('orders', () => {
    test('the walk of the seed: order, download, no permissions, verify, burn', async () => {
      const local = await bench.stranger();
      const { productId } = await bench.product(local);
      await bench.stock(local, 3);
      const order = await local.ask('order.create', { productId, mode: 'credential', free: true });
      expect(order).toMatchObject({ quantity: 2, free: true, development: false, deliveredAt: null });
      expect(order.code).toMatch(/^[0-9A-Z]{9}$/);

      const zip = await local.fetch('order.download', { code: order.code.toLowerCase() });
      const text = strFromU8(unzipSync(new Uint8Array(zip))['Token_information.txt'] ?? new Uint8Array());
      const token = /^Token: (.+)\r$/m.exec(text)?.[1] ?? '';
      expect(text).toContain(`Order code: ${order.code}\r\n`);
      expect(token).toBe(await credential(local, order.code));
      expect((await local.ask('order.get', { code: order.code })).deliveredAt).not.toBeNull();
      expect(await local.fetch('order.download', { code: order.code })).toEqual(zip);

      const station = local.station();
      const refusal = { code: 'NO_DATA_PERMISSION', data: { token: maskToken(token) } };
      expect(await errorOf(station.openToken(token))).toEqual(refusal);
      expect(await errorOf(station.reserve(claim(token)))).toEqual(refusal);
      expect(await errorOf(station.firmwareImage(token))).toEqual(refusal);
      expect(await errorOf(local.fetch('token.firmware', { token }))).toEqual(refusal);
      expect(await errorOf(station.licenseOf(token, macOf(1)))).toEqual(refusal);
      // Looking at it is no action.
      expect(await local.ask('token.info', { token })).toMatchObject({
        verification: 'needed',
        usable: false,
      });

      const verified = await local.ask('token.verify', { token: ` ${token.toLowerCase()}` });
      expect(verified).toMatchObject({
        verification: 'done',
        boundTo: 'local',
        usable: true,
        orderCode: order.code,
      });
      expect(await station.openToken(token)).toMatchObject({
        amount: 2,
        free: 2,
        firmware: { identifier: 'wifi_one_light' },
      });
      expect(await station.firmwareImage(token)).toEqual(IMAGE);
      for (const step of ['reserve', 'expose', 'markWritten', 'validate'] as const)
        await station[step](claim(token));
      expect(await local.ask('token.info', { token })).toMatchObject({ used: 1, validated: 1, free: 1 });
      expect(await local.ask('pool.stock', {})).toEqual({
        items: [{ licenseKind: 'tuyaos', development: false, stock: 1, held: 0, taken: 2 }],
      });
    });

    test('two are free, once a product; out of an empty pool they are made up, and say so', async () => {
      const local = await bench.stranger();
      const { productId } = await bench.product(local);
      const order = await local.ask('order.create', {
        productId,
        mode: 'credential',
        free: true,
        quantity: 50,
      });
      expect(order).toMatchObject({ quantity: 2, development: true });
      const again = local.ask('order.create', { productId, mode: 'license-list', free: true });
      expect(await errorOf(again)).toEqual({ code: 'FREE_TAKEN', data: { code: order.code } });
      const token = await credential(local, order.code);
      expect(await local.ask('token.verify', { token })).toMatchObject({ development: true, amount: 2 });
      const text = unzipSync(new Uint8Array(await local.fetch('order.download', { code: order.code })));
      expect(strFromU8(text['Token_information.txt'] ?? new Uint8Array())).toContain(
        'good for virtual boards only',
      );
      expect((await local.ask('product.list', {})).items[0]?.freeTaken).toBe(true);
    });

    test('takes nothing where the pool is short, and never mixes real ones with made-up ones', async () => {
      const local = await bench.stranger();
      const { productId } = await bench.product(local);
      await bench.stock(local, 3);
      await local.ask('pool.generate', { count: 5 });
      const wanted = { productId, mode: 'credential', quantity: 4 } as const;
      expect(await errorOf(local.ask('order.create', wanted))).toEqual({
        code: 'POOL_SHORT',
        data: { wanted: 4, stock: 3 },
      });
      expect(
        await codeOf(local.ask('order.create', { ...wanted, quantity: 1, licenseKind: 'tuyaopen' })),
      ).toBe('POOL_SHORT');
      expect(await local.ask('order.create', { ...wanted, development: true })).toMatchObject({
        development: true,
      });
      expect(await local.ask('order.create', { ...wanted, quantity: 3 })).toMatchObject({
        development: false,
      });
      const { items } = await local.ask('pool.stock', {});
      expect(items.map(({ stock, taken }) => [stock, taken])).toEqual([
        [0, 3],
        [1, 4],
      ]);
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });

    test('a credential needs an enabled firmware; authorization alone needs to know its name', async () => {
      const local = await bench.stranger();
      await bench.stock(local, 5);
      const { id: productId } = await local.ask('product.create', {
        name: 'Plug',
        category: 'p',
        mode: 'custom',
      });
      const order = (request: object) =>
        local.ask('order.create', { productId, quantity: 1, mode: 'credential', ...request });
      expect(await errorOf(order({}))).toEqual({ code: 'FIRMWARE_DISABLED', data: { name: 'Plug' } });
      expect(await codeOf(order({ mode: 'authorize-only' }))).toBe('BAD_REQUEST');
      const only = await order({ mode: 'authorize-only', identifier: 'on_board', version: '3.1.0' });
      const token = await credential(local, only.code);
      await local.ask('token.verify', { token });
      expect(await local.station().openToken(token)).toMatchObject({
        firmware: { identifier: 'on_board', version: '3.1.0', file: null },
      });
      expect(await codeOf(local.station().firmwareImage(token))).toBe('FIRMWARE_NONE');
      const other = await bench.product(local);
      expect(await codeOf(order({ versionId: other.versionId }))).toBe('BAD_REQUEST');
      await local.ask('firmware.disable', { versionId: other.versionId });
      expect(await codeOf(order({ productId: other.productId, versionId: other.versionId }))).toBe(
        'FIRMWARE_DISABLED',
      );
    });

    test('a license list goes out once: into one order, each pick-up noted, and never to a token', async () => {
      const local = await bench.stranger();
      const { productId } = await bench.product(local);
      await bench.stock(local, 3);
      const { code } = await local.ask('order.create', { productId, mode: 'license-list', quantity: 2 });
      const csv = (await local.fetch('order.list', { code, format: 'csv' })).toString();
      expect(csv.replace('\ufeff', '')).toBe(csvOf(2));
      const xlsx = await local.fetch('order.list', { code, format: 'xlsx' });
      expect(xlsx.subarray(0, 2).toString()).toBe('PK');
      const { license, events } = await local.ask('ledger.history', { uuid: 'feed000000000000' });
      expect(license).toMatchObject({ standing: 'delivered', orderCode: code, token: null });
      expect(events.map(({ step }) => step)).toEqual(['import', 'order', 'deliver', 'deliver']);
      expect(await codeOf(local.fetch('order.download', { code }))).toBe('ORDER_NO_TOKEN');
      expect(await codeOf(local.ask('order.credential', { code }))).toBe('ORDER_NO_TOKEN');
      const rest = await local.ask('order.create', { productId, mode: 'credential', quantity: 1 });
      expect(await codeOf(local.fetch('order.list', { code: rest.code, format: 'csv' }))).toBe(
        'ORDER_NO_LIST',
      );
      expect(await codeOf(local.ask('order.create', { productId, mode: 'license-list', quantity: 1 }))).toBe(
        'POOL_SHORT',
      );
      const hand = { uuid: 'feed000000000000', reason: 'want it back' };
      expect(await codeOf(local.ask('ledger.release', hand))).toBe('LICENSE_STATE');
      expect(await codeOf(local.ask('ledger.quarantine', hand))).toBe('LICENSE_STATE');
      expect((await local.ask('ledger.reconcile', {})).faults).toEqual([]);
    });

    test('pages through orders and tokens, newest first, none twice', async () => {
      const local = await bench.stranger();
      const { productId } = await bench.product(local);
      await bench.stock(local, 5);
      const codes: string[] = [];
      for (let index = 0; index < 5; index += 1) {
        if (index % 2 === 0) await bench.clock.advance(1000);
        codes.push((await local.ask('order.create', { productId, mode: 'credential', quantity: 1 })).code);
      }
      const seen: string[] = [];
      const tokens: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await local.ask('order.list', { limit: 2, ...(after === undefined ? {} : { after }) });
        seen.push(...page.items.map(({ code }) => code));
        if (page.next === null) break;
        after = page.next;
      }
      for (let after: string | undefined; ;) {
        const page = await local.ask('token.list', { limit: 2, ...(after === undefined ? {} : { after }) });
        tokens.push(...page.items.map(({ orderCode }) => orderCode ?? ''));
        if (page.next === null) break;
        after = page.next;
      }
      expect([...seen].sort()).toEqual([...codes].sort());
      expect(new Set(tokens)).toEqual(new Set(codes));
      expect(tokens).toHaveLength(5);
      expect(seen[0]).toBe(codes.at(-1));
      expect(await codeOf(local.ask('order.list', { after: 'nonsense' }))).toBe('BAD_REQUEST');
      const [one] = codes;
      expect((await local.ask('token.list', { text: one ?? '' })).items).toHaveLength(1);
    });
  });

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

    test('refuse ranges, countries and times that make no sense', async () => {
      const local = await bench.stranger();
      const { productId } = await bench.product(local);
      await bench.stock(local, 1);
      const order = (change: object) =>
        codeOf(local.ask('order.create', { productId, mode: 'credential', quantity: 1, ...change }));
      expect(await order({ macRule: { from: macOf(2), to: macOf(1) } })).toBe('MAC_RANGE');
      expect(await order({ macRule: { from: 'x', to: macOf(1) } })).toBe('MAC_RANGE');
      expect(await order({ country: 'ZZ' })).toBe('BAD_REQUEST');
      expect(await order({ effectiveAt: '2027-01-02T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' })).toBe(
        'BAD_REQUEST',
      );
      expect(await order({ productId: 'nope' })).toBe('DESK_UNKNOWN');
      expect((await local.ask('pool.stock', {})).items[0]?.stock).toBe(1);
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
