import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { PmsReply } from '../../../shared/contract/pms/operations.js';
import type { SlotPhase } from '../../../shared/contract/station.js';
import { remedyOf } from '../../../shared/errors/remedies.js';
import { DEFAULT_SETTINGS, settingsFile } from './settings.js';
import { Station } from './station.js';
import { IDENTIFIER, openBench, VERSION, type Bench } from './testing/bench.js';

const MACS = ['d81f12000001', 'd81f12000002'];
let bench: Bench;
let station: Station;
let code: string;

beforeEach(async () => {
  bench = await openBench(
    MACS.map((mac) => ({
      chip: 'BK7231N' as const,
      mac,
      condition: 'fresh' as const,
      fingerprint: { name: IDENTIFIER, version: VERSION },
    })),
  );
  const token = await bench.token(4);
  const stations = ['BURN', 'TEST'].map((name) => ({ code: name, name: name.toLowerCase() }));
  const asked = { name: 'Lights', stations };
  const line = (await bench.desk('craftLine.create', asked)) as PmsReply<'craftLine.create'>;
  const order = { craftLineId: line.id, token, quantity: 5 };
  code = ((await bench.desk('workOrder.create', order)) as PmsReply<'workOrder.create'>).code;
  station = await open();
  await station.setLayout({ rows: 1, columns: 2 });
  for (const slot of [1, 2]) await station.setSlot({ slot, port: `virtual:${slot}` });
  await station.setOrder(code, 'BURN');
  await station.setSerials(true);
});
afterEach(async () => {
  await station.close();
  await bench.close();
});

async function open(): Promise<Station> {
  return Station.open({
    ...bench,
    settings: settingsFile(join(bench.folder, 'station.json'), DEFAULT_SETTINGS),
  });
}
const slot = (number: number) => station.snapshot().slots[number - 1];
function ended(number: number): Promise<SlotPhase | undefined> {
  return bench.clock.run(
    new Promise((resolve) => {
      const look = (): void => {
        const state = slot(number)?.state;
        if (state?.phase === 'succeeded' || state?.phase === 'failed') resolve(state);
      };
      station.onEvent(look);
      look();
    }),
  );
}
/** What a call refuses with. */
function refusal(call: () => void): unknown {
  try {
    call();
    return null;
  } catch (thrown) {
    return thrown;
  }
}

describe('a station that asks for serial numbers', () => {
  it('runs no board without one: neither all, nor one by itself', () => {
    expect(refusal(() => station.run('all'))).toMatchObject({ code: 'SERIAL_MISSING', data: { slot: 1 } });
    station.run([2]);
    expect(slot(2)?.state).toMatchObject({ phase: 'failed', error: { code: 'SERIAL_MISSING' } });
  });

  it('runs those that were read, notes MAC and serial number as one board, and asks for the next', async () => {
    await station.setSlot({ slot: 2, sn: 'SN-0002' });
    station.run('all');
    expect(slot(1)?.state.phase).toBe('idle');
    expect(await ended(2)).toMatchObject({ record: { sn: 'SN-0002', workOrder: { code, station: 'BURN' } } });
    expect(slot(2)?.sn).toBeNull();
    const known = await bench.line.check({ code, station: 'TEST', mac: null, sn: 'SN-0002' });
    expect(known).toEqual({ passedHere: false });
  });

  it('takes no text that can be none, no code of its own order, and no number that another slot has', async () => {
    const refusedAt = (sn: string): Promise<unknown> =>
      station.setSlot({ slot: 2, sn }).catch((thrown: unknown) => thrown);
    await station.setSlot({ slot: 1, sn: ' SN-0001 ' });
    expect(slot(1)?.sn).toBe('SN-0001');
    expect(await refusedAt('  ')).toMatchObject({ code: 'SERIAL_MALFORMED', data: { max: 100 } });
    expect(await refusedAt(code.toLowerCase())).toMatchObject({ code: 'SERIAL_OF_ORDER' });
    expect(await refusedAt(station.snapshot().token?.token ?? '')).toMatchObject({ code: 'SERIAL_OF_ORDER' });
    expect(await refusedAt('SN-0001')).toMatchObject({
      code: 'SERIAL_TAKEN',
      data: { sn: 'SN-0001', slot: 1 },
    });
    expect(slot(2)?.sn).toBeNull();
    // Scanned twice at the slot itself, it is the same board.
    await station.setSlot({ slot: 1, sn: 'SN-0001' });
    await station.setSlot({ slot: 1, sn: null });
    await station.setSlot({ slot: 2, sn: 'SN-0001' });
    expect([slot(1)?.sn, slot(2)?.sn]).toEqual([null, 'SN-0001']);
  });

  it('keeps the number of a board that failed, and leads to it where it is another board’s', async () => {
    await bench.line.commit(
      { code, station: 'BURN', mac: 'd81f12000009', sn: 'SN-0009' },
      { passed: true, runId: 'before' },
    );
    await station.setSlot({ slot: 1, sn: 'SN-0009' });
    station.run([1]);
    const state = await ended(1);
    expect(state).toMatchObject({ error: { code: 'UNIT_MISMATCH' } });
    expect(state?.phase === 'failed' && remedyOf(state.error)).toBe('read-serial');
    expect(slot(1)?.sn).toBe('SN-0009');
  });

  it('asks for it after a restart too, and for none by token', async () => {
    const again = await open();
    expect(again.snapshot().order).toMatchObject({ code, serials: true });
    await again.setToken(await bench.token(2));
    again.run('all');
    expect(again.snapshot().slots.map(({ state }) => state.phase)).not.toContain('failed');
    await bench.clock.run(again.close());
  });

  it('lends its token to nobody outside its flow', () => {
    expect(station.snapshot().token).not.toBeNull();
    expect(station.ownToken).toBeNull();
  });
});

describe('the next order', () => {
  it('finds this station where it was, if its line has it', async () => {
    await station.setSlot({ slot: 1, sn: 'SN-0001' });
    await station.setOrder(code, 'TEST');
    await station.setOrder(code, null);
    expect(station.snapshot().order).toMatchObject({ station: 'TEST', serials: true });
    expect(slot(1)?.sn).toBe('SN-0001');
    const asked = { name: 'Packing', stations: [{ code: 'PACK', name: 'packing' }] };
    const other = (await bench.desk('craftLine.create', asked)) as PmsReply<'craftLine.create'>;
    const made = (await bench.desk('workOrder.create', {
      craftLineId: other.id,
      quantity: 1,
    })) as PmsReply<'workOrder.create'>;
    await station.setOrder(made.code, null);
    expect(station.snapshot().order).toMatchObject({ line: 'Packing', station: 'PACK' });
    expect(slot(1)?.sn).toBeNull();
  });

  it('says what it lacks where it has no token', async () => {
    const lines = (await bench.desk('craftLine.list', {})) as PmsReply<'craftLine.list'>;
    const bare = { craftLineId: lines.items[0]?.id, quantity: 1 };
    const made = (await bench.desk('workOrder.create', bare)) as PmsReply<'workOrder.create'>;
    await station.setOrder(made.code, null);
    expect(refusal(() => station.run('all'))).toMatchObject({
      code: 'ORDER_NO_TOKEN',
      data: { code: made.code },
    });
  });
});
