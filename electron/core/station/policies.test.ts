import { afterEach, describe, expect, it } from 'vitest';

import { SAFE_POLICIES, type StationPolicies } from '../../../shared/contract/policies.js';
import { inspectImage } from '../inspect/inspect-image.js';
import { syntheticLicense, tuningOfFaults, type CreateBoardOptions } from '../simulator/index.js';
import { IDENTIFIER, openBench, validated, VERSION, type Bench } from './testing/bench.js';

type Board = Omit<CreateBoardOptions, 'clock'>;

const MAC = 'd81f12000001';
const N: Board = { chip: 'BK7231N', mac: MAC, fingerprint: { name: IDENTIFIER, version: VERSION } };
const FRESH: Board = { ...N, condition: 'fresh' };
const ONLY = { firmware: null } as const;
const AUTHORIZE = { mode: 'authorize', enterMs: 6000 } as const;
const BURN = { mode: 'burn-authorize', enterMs: 6000 } as const;
const policies = (change: Partial<StationPolicies>): StationPolicies => ({ ...SAFE_POLICIES, ...change });
const faulty = (board: Board, ...faults: string[]): Board => ({ ...board, ...tuningOfFaults(faults) });

let bench: Bench;
afterEach(() => bench.close());

describe('what is set right by running again', () => {
  it('a license that was lost on its way goes to the same board, and to no other', async () => {
    bench = await openBench([faulty(FRESH, 'power-loss')]);
    const token = await bench.token(1, ONLY);
    await bench.run({ ...AUTHORIZE, token });
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ free: 0, quarantined: 1 });
    expect((await bench.run({ ...AUTHORIZE, token })).error).toBeNull();
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ free: 0, quarantined: 0, validated: 1 });
  });

  it('a write that did not take is tried once more within the run', async () => {
    // 06, 09 and 08 are answered; three replies to 07 are lost, then the second try comes through.
    bench = await openBench([faulty(FRESH, 'drop-reply=4,5,6')]);
    const token = await bench.token(1, ONLY);
    const record = await bench.run({ ...AUTHORIZE, token });
    expect(record.error).toBeNull();
    expect(record.warnings).toEqual([{ key: 'job.license-again', data: { code: 'TEST_NO_REPLY' } }]);
    expect(record.steps.find(({ id }) => id === 'license')?.data).toMatchObject({ tries: 2 });
  });
});

describe('policies', () => {
  it('skip: a board of this token passes untouched, before anything is erased', async () => {
    bench = await openBench([{ ...N, condition: 'authorized' }]);
    const { uuid, authKey, psk } = syntheticLicense(MAC);
    const own = { uuid, authkey: authKey, pskKey: psk, row: 2 };
    const token = await bench.token(1, { licenses: [own] });
    await validated(bench, token, MAC);
    const [board] = bench.boards;
    const flash = board?.flashImage() ?? new Uint8Array();
    const record = await bench.run({ ...BURN, token, policies: policies({ sameLicense: 'skip' }) });
    expect(record).toMatchObject({ outcome: 'succeeded', error: null, license: { reused: true } });
    expect(record.decisions).toMatchObject([{ policy: 'sameLicense', choice: 'skip' }]);
    expect(record.steps.find(({ id }) => id === 'erase')?.outcome).toBe('skipped');
    expect(Buffer.compare(board?.flashImage() ?? new Uint8Array(), flash)).toBe(0);
  });

  it('overwrite: the license lost is named in the record, with the reason, and unpairing is said', async () => {
    bench = await openBench([{ ...N, condition: 'paired' }]);
    const token = await bench.token(1);
    const overwrite = policies({ otherLicense: 'overwrite', overwriteReason: 'lot 7 was issued twice' });
    const record = await bench.run({ ...BURN, token, policies: overwrite });
    expect(record.error).toBeNull();
    const lost = syntheticLicense(MAC);
    expect(record.previousLicense).toMatchObject({ uuid: lost.uuid });
    expect(JSON.stringify(record)).not.toContain(lost.authKey);
    expect(record.decisions).toContainEqual({
      policy: 'otherLicense',
      choice: 'overwrite',
      data: expect.objectContaining({ reason: 'lot 7 was issued twice' }) as object,
    });
    expect(record.warnings).toContainEqual({ key: 'job.unpaired', data: {} });
    const flash = bench.boards[0]?.flashImage() ?? new Uint8Array();
    expect(inspectImage(flash, { chip: 'BK7231N' }).uuid).toBe(record.license?.uuid);
  });

  it('write: a board without an address gets one, each board another, and no one twice', async () => {
    const twin = faulty(FRESH, 'default-mac');
    bench = await openBench([twin, twin]);
    const token = await bench.token(3, ONLY);
    const write = policies({ badMac: 'write', macs: ['d81f12aa0000..d81f12aa0001'] });
    const first = await bench.run({ ...AUTHORIZE, token, policies: write });
    expect(first).toMatchObject({ error: null, mac: 'd81f12aa0000' });
    expect(first.warnings).toMatchObject([{ key: 'job.mac-written', data: { to: 'd81f12aa0000' } }]);
    const second = await bench.run({ ...AUTHORIZE, token, policies: write, port: 'virtual:2' });
    expect(second).toMatchObject({ error: null, mac: 'd81f12aa0001' });
    expect(second.license?.uuid).not.toBe(first.license?.uuid);
    await bench.close();

    bench = await openBench([twin]);
    const none = await bench.run({
      ...AUTHORIZE,
      token: await bench.token(1, ONLY),
      policies: policies({ badMac: 'write', macs: ['c8478c000000'] }),
    });
    expect(none.error).toMatchObject({ code: 'MAC_POOL_EMPTY' });
  });

  it('allow: a board whose license was lost may have another one', async () => {
    bench = await openBench([FRESH]);
    const token = await bench.token(1, ONLY);
    await validated(bench, await bench.token(1, ONLY), MAC);
    const record = await bench.run({ ...AUTHORIZE, token, policies: policies({ duplicateMac: 'allow' }) });
    expect(record.error).toBeNull();
    expect(record.decisions).toMatchObject([{ policy: 'duplicateMac', choice: 'allow' }]);
  });

  it.each([
    [true, null],
    [false, 'STACK_UP'],
  ])('ask: the operator says %s', async (yes, code) => {
    bench = await openBench([FRESH]);
    const token = await bench.token(1, ONLY);
    const asked: unknown[] = [];
    const record = await bench.run(
      { ...AUTHORIZE, token, lastMac: MAC },
      {
        ask: (question) => {
          asked.push(question);
          return Promise.resolve(yes);
        },
      },
    );
    expect(asked).toEqual([{ id: 'same-board', mac: MAC }]);
    expect(record.error?.code ?? null).toBe(code);
    expect(record.decisions).toMatchObject([{ policy: 'stackUp', choice: yes ? 'yes' : 'no' }]);
    expect(await bench.pms.tokenInfo(token)).toMatchObject(yes ? { validated: 1 } : { free: 1 });
  });
});
