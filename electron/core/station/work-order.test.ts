import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SAFE_POLICIES, type StationPolicies } from '../../../shared/contract/policies.js';
import type { PmsReply } from '../../../shared/contract/pms/operations.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Line } from '../pms/line.js';
import type { JobEvent } from './job-api.js';
import { DEFAULT_SETTINGS, settingsFile } from './settings.js';
import { Station } from './station.js';
import { IDENTIFIER, openBench, validated, VERSION, type Bench } from './testing/bench.js';
import { openOrder, orderToken } from './work-order.js';

const MAC = 'd81f12000001';
let bench: Bench;
let token: string;
let code: string;

async function order(quantity: number, withToken = true): Promise<string> {
  const stations = ['BURN', 'TEST'].map((name) => ({ code: name, name: name.toLowerCase() }));
  const line = (await bench.desk('craftLine.create', {
    name: 'Lights',
    stations,
  })) as PmsReply<'craftLine.create'>;
  const made = await bench.desk('workOrder.create', {
    craftLineId: line.id,
    token: withToken ? token : null,
    quantity,
  });
  return (made as PmsReply<'workOrder.create'>).code;
}
const passed = async () => (await bench.line.order(code)).passed;
const at = (station: string) => ({ code, station });

beforeEach(async () => {
  bench = await openBench([
    { chip: 'BK7231N', mac: MAC, fingerprint: { name: IDENTIFIER, version: VERSION }, condition: 'fresh' },
  ]);
  token = await bench.token(4);
  code = await order(2);
});
afterEach(() => bench.close());

describe('a run in a work order', () => {
  it('is noted where it was made, and the next station lets the board in', async () => {
    const made = await bench.run({ token, workOrder: at('BURN'), sn: 'SN-1' });
    expect(made).toMatchObject({ outcome: 'succeeded', workOrder: at('BURN'), sn: 'SN-1', warnings: [] });
    expect(await passed()).toEqual({ BURN: 1 });
    const tested = await bench.run({ mode: 'production-test', workOrder: at('TEST') });
    expect(tested.error).toBeNull();
    expect(await passed()).toEqual({ BURN: 1, TEST: 1 });
    expect(await bench.pms.run(made.runId)).toMatchObject({ workOrder: at('BURN'), sn: 'SN-1' });
  });

  it('is refused before anything is erased where the board skipped a station', async () => {
    const before = bench.boards[0]?.flashImage() ?? new Uint8Array();
    const stages: string[] = [];
    const onEvent = (event: JobEvent): void => void (event.type === 'stage' && stages.push(event.stage));
    const record = await bench.run({ token, workOrder: at('TEST') }, { onEvent });
    expect(record.error).toMatchObject({ code: 'STATION_SKIPPED', data: { missing: 'BURN' } });
    expect(stages.at(-1)).toBe('preflight');
    expect(Buffer.compare(bench.boards[0]?.flashImage() ?? new Uint8Array(), before)).toBe(0);
    expect(await passed()).toEqual({});
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ free: 4 });
  });

  it('that fails is noted as failed: the board may come again, and has not passed', async () => {
    const wrong = await bench.token(1, { version: '2.0.0' });
    const record = await bench.run({ mode: 'authorize', token: wrong, workOrder: at('BURN') });
    expect(record.error?.code).toBe('FINGERPRINT_MISMATCH');
    expect(await passed()).toEqual({});
    const again = await bench.run({ token, workOrder: at('BURN') });
    expect(again.error).toBeNull();
    expect(await passed()).toEqual({ BURN: 1 });
  });

  it('is refused where the order has all its boards, or is closed', async () => {
    for (const mac of ['d81f12000008', 'd81f12000009']) {
      await bench.line.commit({ ...at('BURN'), mac, sn: null }, { passed: true, runId: mac });
    }
    const full = await bench.run({ token, workOrder: at('BURN') });
    expect(full.error).toMatchObject({ code: 'WORK_ORDER_FULL', data: { quantity: 2 } });
    await bench.desk('workOrder.close', { code });
    const closed = await bench.run({ token, workOrder: at('BURN') });
    expect(closed.error?.code).toBe('WORK_ORDER_CLOSED');
  });

  it('ties MAC and serial number together, and refuses another pair', async () => {
    await bench.run({ token, workOrder: at('BURN'), sn: 'SN-1' });
    const other = await bench.run({ mode: 'production-test', workOrder: at('TEST'), sn: 'SN-2' });
    expect(other.error?.code).toBe('UNIT_MISMATCH');
  });

  it('by token alone is held up by nothing', async () => {
    const record = await bench.run({ token });
    expect(record).toMatchObject({ outcome: 'succeeded', workOrder: null, sn: null });
    expect(await passed()).toEqual({});
  });

  it('that is a repair is no board of the order', async () => {
    const record = await bench.run({ mode: 'wipe', confirmed: true, workOrder: at('TEST') });
    expect(record.error).toBeNull();
    expect(await passed()).toEqual({});
  });

  it('that passed stays passed where the order does not take it any more, and says so', async () => {
    let checked = false;
    const closing: Line = {
      ...bench.line,
      async check(unit) {
        const answer = await bench.line.check(unit);
        if (!checked) await bench.desk('workOrder.close', { code });
        checked = true;
        return answer;
      },
    };
    const record = await bench.run({ token, workOrder: at('BURN') }, { line: closing });
    expect(record.outcome).toBe('succeeded');
    expect(record.warnings).toContainEqual({ key: 'job.order-refused', data: { code: 'WORK_ORDER_CLOSED' } });
    expect(await bench.pms.run(record.runId)).toMatchObject({ warnings: record.warnings });
  });
});

describe('what is noted', () => {
  it('is noted at last where others have the books for a moment', async () => {
    let busy = 2;
    const crowded: Line = {
      ...bench.line,
      async commit(unit, result) {
        busy -= 1;
        if (busy >= 0) throw new KilnError('STORE_BUSY');
        await bench.line.commit(unit, result);
      },
    };
    const record = await bench.run({ token, workOrder: at('BURN') }, { line: crowded });
    expect(record).toMatchObject({ outcome: 'succeeded', warnings: [] });
    expect(await passed()).toEqual({ BURN: 1 });
  });

  it('is nothing of a board that was stopped, and nothing of one that the order did not let in', async () => {
    const abort = new AbortController();
    const onEvent = (event: JobEvent): void => {
      if (event.type === 'stage' && event.stage === 'erase') abort.abort();
    };
    await bench.run({ token, workOrder: at('BURN') }, { onEvent, signal: abort.signal });
    await bench.run({ token, workOrder: at('TEST') });
    expect(await bench.line.order(code)).toMatchObject({ begun: 0, passed: {} });
  });

  it('says which board it was, also where its running firmware was never asked', async () => {
    const record = await bench.run({ mode: 'burn', token, workOrder: at('BURN') });
    expect(record).toMatchObject({ outcome: 'succeeded', mac: MAC });
  });

  it('is said where the board was there before', async () => {
    await bench.run({ token, workOrder: at('BURN') });
    const keys: string[] = [];
    const onEvent = (event: JobEvent): void => void (event.type === 'note' && keys.push(event.key));
    await bench.run({ token, workOrder: at('BURN') }, { onEvent });
    expect(keys).toContain('job.place-again');
    expect(await passed()).toEqual({ BURN: 1 });
  });
});

describe('a board without an address of its own', () => {
  const policies: StationPolicies = {
    ...SAFE_POLICIES,
    badMac: 'write',
    duplicateMac: 'write',
    macs: ['d81f120000a1'],
  };
  const blank = async (): Promise<void> => {
    await bench.close();
    bench = await openBench([
      { chip: 'BK7231N', mac: 'c8478c000000', fingerprint: { name: IDENTIFIER, version: VERSION } },
    ]);
    token = await bench.token(4);
    code = await order(2);
  };
  const flash = (): Uint8Array => bench.boards[0]?.flashImage() ?? new Uint8Array();

  it('gets one at the first station, and is known by it from then on', async () => {
    await blank();
    const record = await bench.run({ token, policies, workOrder: at('BURN') });
    expect(record).toMatchObject({ outcome: 'succeeded', mac: 'd81f120000a1' });
    await expect(bench.line.check({ ...at('TEST'), mac: 'd81f120000a1', sn: null })).resolves.toEqual({
      passedHere: false,
    });
  });

  it('is refused at a later station, and before it is burned', async () => {
    await blank();
    const before = flash();
    const record = await bench.run({ token, policies, workOrder: at('TEST') });
    expect(record.error).toMatchObject({ code: 'UNIT_UNKNOWN', data: { code } });
    expect(Buffer.compare(flash(), before)).toBe(0);
  });

  it('is refused before it is burned where the order has all its boards', async () => {
    await blank();
    for (const mac of ['d81f12000008', 'd81f12000009'])
      await bench.line.commit({ ...at('BURN'), mac, sn: null }, { passed: true, runId: mac });
    const before = flash();
    const record = await bench.run({ token, policies, workOrder: at('BURN') });
    expect(record.error?.code).toBe('WORK_ORDER_FULL');
    expect(Buffer.compare(flash(), before)).toBe(0);
  });

  it('does not pass for the board whose address it copied', async () => {
    const other = await bench.token(1);
    await validated(bench, other, MAC);
    await bench.line.commit({ ...at('BURN'), mac: MAC, sn: null }, { passed: true, runId: 'other board' });
    const record = await bench.run({ token, policies, workOrder: at('TEST') });
    expect(record.error?.code).toBe('UNIT_UNKNOWN');
    expect(record.written).toBeNull();
  });

  it('is refused before it is burned where only its serial number could tell which it is', async () => {
    await bench.close();
    bench = await openBench([{ chip: 'BK7231N', mac: 'ffffffffffff' }]);
    token = await bench.token(4);
    code = await order(2);
    const record = await bench.run({ mode: 'burn', token, workOrder: at('BURN') });
    expect(record.error).toMatchObject({ code: 'UNIT_UNKNOWN', data: { code } });
    const known = await bench.run({ mode: 'burn', token, workOrder: at('BURN'), sn: 'SN-1' });
    expect(known.error).toBeNull();
    expect(await passed()).toEqual({ BURN: 1 });
  });
});

describe('a station that works on an order', () => {
  const opened: Station[] = [];
  const open = async (line = bench.line): Promise<Station> => {
    const settings = settingsFile(join(bench.folder, 'station.json'), DEFAULT_SETTINGS);
    const station = await Station.open({ ...bench, line, settings });
    opened.push(station);
    return station;
  };
  afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));
  const refused = (promise: Promise<unknown>): Promise<unknown> => promise.catch((thrown: unknown) => thrown);

  it('has its token, is one of its stations, counts what passed, and is so again after a restart', async () => {
    const station = await open();
    await station.setOrder(code.toLowerCase(), null);
    expect(station.snapshot()).toMatchObject({
      order: { code, line: 'Lights', station: 'BURN', quantity: 2, passed: 0 },
      token: { free: 4 },
    });
    await station.setSlot({ slot: 1, port: 'virtual:1' });
    const done = new Promise<void>((resolve) => {
      station.onEvent((event) => {
        if (event.type === 'station' && event.order?.passed === 1) resolve();
      });
    });
    station.run('all');
    await bench.clock.run(done);
    await station.setOrder(code, 'TEST');
    const again = await open();
    expect(again.snapshot()).toMatchObject({
      order: { code, station: 'TEST', passed: 0 },
      token: { free: 3 },
    });
    await again.setToken(token);
    expect(again.snapshot().order).toBeNull();
    expect((await open()).snapshot()).toMatchObject({ order: null, token: { free: 3 } });
  });

  it('is not forgotten because its server was away at the start', async () => {
    await (await open()).setOrder(code, 'TEST');
    const away = {
      ...bench.line,
      order: () => Promise.reject(new KilnError('PMS_UNREACHABLE', { url: '', detail: '' })),
    };
    const alone = await open(away);
    expect(alone.snapshot().order).toBeNull();
    // Whatever is saved meanwhile.
    await alone.setSlot({ slot: 1, port: 'virtual:1' });
    expect((await open()).snapshot().order).toMatchObject({ code, station: 'TEST' });
    const other = await open(away);
    await other.setToken(token);
    expect((await open()).snapshot().order).toBeNull();
  });

  it('takes no order that is closed, and no station that is not of its line', async () => {
    const station = await open();
    expect(await refused(station.setOrder(code, 'PACK'))).toMatchObject({
      code: 'DESK_UNKNOWN',
      data: { what: 'station' },
    });
    expect(await refused(station.setOrder('NONE00000', null))).toMatchObject({ code: 'DESK_UNKNOWN' });
    await bench.desk('workOrder.close', { code });
    expect(await refused(station.setOrder(code, null))).toMatchObject({ code: 'WORK_ORDER_CLOSED' });
    expect(station.snapshot()).toMatchObject({ order: null, token: null });
  });

  it('needs no token of an order without one', async () => {
    const bare = await order(1, false);
    expect(await orderToken(bench.line, bare)).toBeNull();
    await (await open()).setOrder(bare, 'TEST');
    expect(opened[0]?.snapshot()).toMatchObject({ order: { code: bare }, token: null });
    await expect(openOrder(bench.line, bare, { station: 'PACK' })).rejects.toBeInstanceOf(KilnError);
  });
});
