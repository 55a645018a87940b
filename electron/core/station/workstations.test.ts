import { afterEach, describe, expect, it } from 'vitest';

import { SAFE_POLICIES } from '../../../shared/contract/policies.js';
import { RunRecord } from '../../../shared/contract/records.js';
import { inspectImage } from '../inspect/inspect-image.js';
import { syntheticLicense, type CreateBoardOptions } from '../simulator/index.js';
import { IDENTIFIER, licenses, openBench, VERSION, type Bench } from './testing/bench.js';

let bench: Bench;
afterEach(() => bench.close());

const MAC = 'd81f12000001';
const FINGERPRINT = { name: IDENTIFIER, version: VERSION };
const N: Omit<CreateBoardOptions, 'clock'> = { chip: 'BK7231N', mac: MAC, fingerprint: FINGERPRINT };
const T: Omit<CreateBoardOptions, 'clock'> = {
  chip: 'BK7231T',
  mac: 'd81f12000002',
  fingerprint: FINGERPRINT,
};
const ONLY = { firmware: null } as const;
const flashOf = (index = 0): Uint8Array => bench.boards[index]?.flashImage() ?? new Uint8Array();
const held = (chip: 'BK7231T' | 'BK7231N' = 'BK7231N') => inspectImage(flashOf(), { chip });
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const outcomes = (record: RunRecord): string =>
  record.steps.map(({ id, outcome }) => `${id} ${outcome}`).join(', ');

describe('authorize', () => {
  it.each([
    ['BK7231N', N],
    ['BK7231T', T],
  ] as const)(
    '%s: gives a license to a board that has its firmware, and burns nothing',
    async (chip, board) => {
      bench = await openBench([{ ...board, condition: 'fresh' }]);
      const before = flashOf();
      const token = await bench.token(2, ONLY);
      const record = await bench.run({ mode: 'authorize', token });
      expect(record.error).toBeNull();
      expect(RunRecord.parse(record)).toEqual(record);
      expect(record).toMatchObject({ mode: 'authorize', written: null, chip: null, mac: board.mac });
      expect(outcomes(record)).toBe(
        'enter passed, fingerprint passed, mac passed, license passed, prove passed, configure skipped, tests skipped, finish passed',
      );
      expect(same(flashOf().subarray(0, 0x1cf000), before.subarray(0, 0x1cf000))).toBe(true);
      expect(held(chip)).toMatchObject({ authorized: true, uuid: record.license?.uuid });
      expect(await bench.pms.tokenInfo(token)).toMatchObject({ validated: 1, free: 1 });
    },
  );

  it('asks for the reset at once, as the board is in its application', async () => {
    bench = await openBench([{ ...N, condition: 'fresh' }], { operator: false });
    // Its own start at power-up is long over.
    await bench.clock.advance(5000);
    const waits: number[] = [];
    const running = bench.run(
      { mode: 'authorize', token: await bench.token(1, ONLY), enterMs: 5000 },
      { onEvent: (event) => event.type === 'waiting' && waits.push(bench.clock.now()) },
    );
    const record = await running;
    expect(waits.length).toBeGreaterThanOrEqual(3);
    expect(record.error?.code).toBe('TEST_NOT_ENTERED');
  });

  it('refuses a token with a firmware of another name before any license is taken', async () => {
    bench = await openBench([{ ...N, condition: 'fresh' }]);
    const token = await bench.token(1, { ...ONLY, version: '2.0.0' });
    const record = await bench.run({ mode: 'authorize', token });
    expect(record.error).toMatchObject({
      code: 'FINGERPRINT_MISMATCH',
      data: { gotVersion: VERSION, wantVersion: '2.0.0' },
    });
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ free: 1 });
  });

  it('carries the factory PIN over, or says that it was dropped', async () => {
    bench = await openBench([{ ...N, condition: 'authorized' }]);
    const { facPin, uuid } = syntheticLicense(MAC);
    const policies = { ...SAFE_POLICIES, otherLicense: 'overwrite', overwriteReason: 'wrong lot' } as const;
    const token = await bench.token(2, ONLY);
    const kept = await bench.run({ mode: 'authorize', token, policies });
    expect(kept.error).toBeNull();
    expect(kept.previousLicense?.uuid).toBe(uuid);
    expect(kept.decisions).toContainEqual({ policy: 'facPin', choice: 'carry', data: {} });
    expect(inspectImage(flashOf(), { chip: 'BK7231N', reveal: true }).facPin).toBe(facPin);

    const other = await bench.token(1, ONLY);
    const dropped = await bench.run({
      mode: 'authorize',
      token: other,
      policies: { ...policies, facPin: 'drop' },
    });
    expect(dropped.error).toBeNull();
    expect(dropped.warnings).toContainEqual({ key: 'test.fac-pin-lost', data: {} });
    expect(inspectImage(flashOf(), { chip: 'BK7231N', reveal: true }).facPin).toBeNull();
  });
});

describe('burn', () => {
  it('burns, leaves the license that is there, takes none', async () => {
    bench = await openBench([{ ...N, condition: 'authorized' }]);
    const token = await bench.token(1);
    const record = await bench.run({ mode: 'burn', token });
    expect(record.error).toBeNull();
    expect(record.written?.start).toBe(0);
    expect(record.license).toBeNull();
    expect(record.steps.find(({ id }) => id === 'preflight')?.data).toMatchObject({
      authorized: true,
      mac: MAC,
    });
    expect(held()).toMatchObject({ authorized: true, uuid: syntheticLicense(MAC).uuid });
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ free: 1, used: 0 });
  });

  it('says that the production test is closed, and burns all the same', async () => {
    bench = await openBench([{ ...N, condition: 'locked' }]);
    const record = await bench.run({ mode: 'burn', token: await bench.token(1) });
    expect(record.error).toBeNull();
    expect(record.warnings).toEqual([{ key: 'job.test-closed', data: {} }]);
  });

  it('needs a firmware, and a token that is still good', async () => {
    bench = await openBench([N]);
    await expect(bench.run({ mode: 'burn', token: await bench.token(1, ONLY) })).rejects.toMatchObject({
      code: 'FIRMWARE_NONE',
    });
    const expiresAt = new Date(bench.clock.wallTime().getTime() + 1000);
    const token = await bench.token(1, { expiresAt });
    await bench.clock.advance(2000);
    await expect(bench.run({ mode: 'burn', token })).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    await expect(bench.run({ mode: 'burn' })).rejects.toMatchObject({ code: 'TOKEN_MISSING' });
  });
});

describe('production-test', () => {
  it('tests radio and pins without a token, writes nothing, and keeps what it measured', async () => {
    bench = await openBench([{ ...N, condition: 'authorized', accessPoints: { test_ap: -52 } }]);
    const before = flashOf();
    const tests = { rssi: { ssid: 'test_ap', min: -60 }, gpio: true };
    const record = await bench.run({ mode: 'production-test', tests });
    expect(record.error).toBeNull();
    expect(RunRecord.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      token: null,
      firmware: null,
      license: null,
      capabilities: '13 08',
      rssi: -52,
      rssiLimit: { ssid: 'test_ap', min: -60 },
      gpio: 'passed',
      mac: MAC,
    });
    expect(same(flashOf(), before)).toBe(true);
    expect(await bench.pms.runs(1)).toEqual([record]);
  });

  it('goes by the limits of a token, and takes no license', async () => {
    bench = await openBench([{ ...N, condition: 'fresh', accessPoints: { test_ap: -72 } }]);
    const rules = { country: null, rssi: { ssid: 'test_ap', min: -60 }, gpio: true, userConfig: null };
    const token = await bench.token(1, { ...ONLY, rules });
    const record = await bench.run({ mode: 'production-test', token });
    expect(record.error).toMatchObject({ code: 'RSSI_TOO_LOW', data: { rssi: -72, min: -60 } });
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ free: 1 });
  });
});

describe('verify and sampling', () => {
  /** A board as Authorization Only leaves it. */
  async function made(part = {}): Promise<string> {
    bench = await openBench([
      { ...N, condition: 'fresh' },
      { ...N, mac: 'd81f12000009', condition: 'authorized' },
    ]);
    const token = await bench.token(3, { ...ONLY, ...part });
    expect((await bench.run({ mode: 'authorize', token })).error).toBeNull();
    return token;
  }

  it('finds chip, firmware, MAC and license as the books have them, writes nothing, takes no license', async () => {
    const token = await made();
    const before = flashOf();
    const record = await bench.run({ mode: 'verify', token });
    expect(record.error).toBeNull();
    expect(record).toMatchObject({ chip: 'BK7231N', mac: MAC, fingerprint: FINGERPRINT, sample: false });
    expect(outcomes(record)).toBe(
      'capture passed, identify passed, baud passed, preflight passed, reboot passed, enter passed, fingerprint passed, mac passed, license passed, finish passed',
    );
    expect(same(flashOf(), before)).toBe(true);
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ used: 1, validated: 1 });
  });

  it('is good with a token that is used up', async () => {
    bench = await openBench([{ ...N, condition: 'fresh' }]);
    const token = await bench.token(1, ONLY);
    await bench.run({ mode: 'authorize', token });
    expect((await bench.run({ mode: 'verify', token })).error).toBeNull();
  });

  it('says whose license it is where it is not of this token', async () => {
    const token = await made();
    const other = await bench.token(1);
    expect((await bench.run({ mode: 'verify', token: other })).error).toMatchObject({
      code: 'VERIFY_UNKNOWN',
      data: { holder: 'other-token' },
    });
    expect((await bench.run({ mode: 'verify', token, port: 'virtual:2' })).error).toMatchObject({
      code: 'VERIFY_UNKNOWN',
      data: { holder: 'nobody' },
    });
  });

  it('finds a board that was never authorized, one that holds something else, and one that was never finished', async () => {
    bench = await openBench([{ ...N, condition: 'fresh' }]);
    const token = await bench.token(1, ONLY);
    const verify = () => bench.run({ mode: 'verify', token });
    expect((await verify()).error).toMatchObject({ code: 'VERIFY_NO_LICENSE' });
    await bench.close();

    const { uuid, psk } = syntheticLicense(MAC);
    bench = await openBench([{ ...N, condition: 'authorized' }]);
    const [plain] = licenses(1);
    const listed = [{ uuid, authkey: plain?.authkey ?? '', pskKey: psk, row: 2 }];
    const forged = await bench.token(1, { ...ONLY, licenses: listed });
    const claim = { token: forged, mac: MAC, runId: 'earlier' };
    await bench.pms.reserve(claim);
    await bench.pms.expose(claim);
    expect((await bench.run({ mode: 'verify', token: forged })).error).toMatchObject({
      code: 'VERIFY_DIFFERS',
      data: { field: 'authkey' },
    });
    await bench.close();

    bench = await openBench([{ ...N, condition: 'authorized' }]);
    const { authKey } = syntheticLicense(MAC);
    const broken = await bench.token(1, {
      ...ONLY,
      licenses: [{ uuid, authkey: authKey, pskKey: psk, row: 2 }],
    });
    const half = { token: broken, mac: MAC, runId: 'earlier' };
    await bench.pms.reserve(half);
    await bench.pms.markWritten(half);
    expect((await bench.run({ mode: 'verify', token: broken })).error).toMatchObject({
      code: 'VERIFY_STATE',
      data: { state: 'written' },
    });
  });

  it('sampling tests as well, and the record says that it was a sample', async () => {
    const token = await made({ rules: { country: null, rssi: null, gpio: true, userConfig: null } });
    const record = await bench.run({ mode: 'sampling', token });
    expect(record).toMatchObject({ error: null, sample: true, gpio: 'passed' });
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ used: 1 });
  });
});

describe('unlock and wipe', () => {
  it.each([
    ['BK7231N', N],
    ['BK7231T', T],
  ] as const)(
    '%s: unlock opens a closed test, the license stays, and the board can be authorized',
    async (chip, board) => {
      bench = await openBench([{ ...board, condition: 'locked' }]);
      const record = await bench.run({ mode: 'unlock' });
      expect(record.error).toBeNull();
      expect(RunRecord.parse(record)).toEqual(record);
      const { uuid } = syntheticLicense(board.mac ?? '');
      expect(record).toMatchObject({ token: null, mac: board.mac, license: { uuid } });
      expect(record.steps.find(({ id }) => id === 'backup')?.data).toMatchObject({
        file: expect.stringMatching(/\.kilnbackup$/) as unknown,
      });
      expect(held(chip)).toMatchObject({ authorized: true, uuid, productionTestClosed: false });
      expect((await bench.run({ mode: 'production-test' })).error).toBeNull();
    },
  );

  it('wipe says how many licenses it takes, takes none without a yes, and one with it', async () => {
    bench = await openBench([{ ...N, condition: 'locked' }]);
    const before = flashOf();
    const asked = await bench.run({ mode: 'wipe' });
    expect(asked.error).toMatchObject({ code: 'NOT_CONFIRMED', data: { licenses: 1 } });
    expect(same(flashOf(), before)).toBe(true);

    const record = await bench.run({ mode: 'wipe', confirmed: true });
    expect(record.error).toBeNull();
    expect(record.licensesWiped).toBe(1);
    expect(record.previousLicense?.uuid).toBe(syntheticLicense(MAC).uuid);
    expect(JSON.stringify(record)).not.toContain(syntheticLicense(MAC).authKey);
    expect(held()).toMatchObject({ authorized: false, storage: 'none' });
    // RF and MAC are where they were.
    expect(same(flashOf().subarray(0x1d0000, 0x1d1000), before.subarray(0x1d0000, 0x1d1000))).toBe(true);
    const { ranges } = await bench.backups.load(
      `${bench.folder}/backups/${record.steps.find(({ id }) => id === 'backup')?.data['file'] as string}`,
    );
    const [storage] = ranges.filter(
      ({ start, bytes }) => start <= 0x1ee000 && start + bytes.length > 0x1ee000,
    );
    expect(
      storage && same(storage.bytes, before.subarray(storage.start, storage.start + storage.bytes.length)),
    ).toBe(true);
  });

  it('wipe of a board without a license takes none', async () => {
    bench = await openBench([{ ...N, condition: 'fresh' }]);
    const record = await bench.run({ mode: 'wipe', confirmed: true });
    expect(record).toMatchObject({ error: null, licensesWiped: 0, previousLicense: null });
  });
});

describe('TuyaOpen', () => {
  const OPEN: Omit<CreateBoardOptions, 'clock'> = {
    chip: 'BK7231N',
    mac: MAC,
    app: 'tuyaopen',
    condition: 'fresh',
  };
  const openToken = (count: number): Promise<string> =>
    bench.token(count, {
      ...ONLY,
      licenseKind: 'tuyaopen',
      licenses: licenses(count).map(({ authkey }, index) => ({
        uuid: `uuid${index.toString(16).padStart(16, 'b')}`,
        authkey,
        pskKey: '',
        row: index + 2,
      })),
    });

  it('authorizes by the command line, and again without a second license', async () => {
    bench = await openBench([OPEN]);
    const token = await openToken(2);
    const record = await bench.run({ mode: 'authorize', token });
    expect(record.error).toBeNull();
    expect(record).toMatchObject({ mac: MAC, license: { reused: false } });
    const again = await bench.run({ mode: 'authorize', token });
    expect(again).toMatchObject({ error: null, license: { uuid: record.license?.uuid, reused: true } });
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ validated: 1, free: 1 });
    expect((await bench.run({ mode: 'verify', token })).error).toBeNull();
  });

  it('never mixes kinds, in either direction, and tells which it takes', async () => {
    bench = await openBench([{ ...N, condition: 'fresh' }, OPEN]);
    const open = await openToken(1);
    expect((await bench.run({ mode: 'authorize', token: open })).error).toEqual({
      code: 'LICENSE_KIND',
      data: { kind: 'tuyaopen', wanted: 'tuyaos' },
    });
    const plain = await bench.token(1, ONLY);
    const record = await bench.run({ mode: 'authorize', token: plain, port: 'virtual:2', enterMs: 4000 });
    expect(record.error).toEqual({ code: 'LICENSE_KIND', data: { kind: 'tuyaos', wanted: 'tuyaopen' } });
    for (const token of [open, plain]) expect(await bench.pms.tokenInfo(token)).toMatchObject({ free: 1 });
    await expect(bench.run({ mode: 'production-test', token: open })).rejects.toMatchObject({
      code: 'MODE_NOT_FOR_KIND',
    });
  });
});
