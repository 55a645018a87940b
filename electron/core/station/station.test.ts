import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { StationEvent, StationSnapshot, type SlotView } from '../../../shared/contract/station.js';
import { DEFAULT_SETTINGS, settingsFile } from './settings.js';
import { Station } from './station.js';
import { openBench, type Bench } from './testing/bench.js';

let bench: Bench;
let station: Station;
const opened: Station[] = [];

async function open(chips: number, layout = { rows: 1, columns: 1 }): Promise<void> {
  bench = await openBench(
    Array.from({ length: chips }, (_, index) => ({ chip: 'BK7231N' as const, mac: `d81f1200000${index}` })),
  );
  station = await reopen();
  await station.setLayout(layout);
}

async function reopen(): Promise<Station> {
  const settings = settingsFile(join(bench.folder, 'station.json'), DEFAULT_SETTINGS);
  const made = await Station.open({ ...bench, settings });
  opened.push(made);
  return made;
}

/** Lets virtual time pass until no slot is running. */
async function untilIdle(): Promise<void> {
  const idle = new Promise<void>((resolve) => {
    const check = (): void => void (station.busy ? bench.clock.schedule(20, check) : resolve());
    check();
  });
  await bench.clock.run(idle);
}

const slot = (number: number): SlotView => {
  const found = station.snapshot().slots.find((view) => view.slot === number);
  if (!found) throw new Error(`no slot ${number}`);
  return found;
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await bench.close();
});

describe('a station', () => {
  it('runs several boards at once, each on its own port, each with its own license', async () => {
    await open(4, { rows: 2, columns: 2 });
    for (const number of [1, 2, 3, 4]) await station.setSlot({ slot: number, port: `virtual:${number}` });
    await station.setToken(await bench.token(10));
    station.run('all');
    expect(station.busy).toBe(true);
    await untilIdle();
    const uuids = [1, 2, 3, 4].map((number) => {
      const { state } = slot(number);
      return state.phase === 'succeeded' ? state.record.license?.uuid : state.phase;
    });
    expect(new Set(uuids).size).toBe(4);
    const snapshot = station.snapshot();
    expect(StationSnapshot.parse(snapshot)).toEqual(snapshot);
    expect(snapshot.counters).toMatchObject({ pass: 4, fail: 0 });
    expect(snapshot.token).toMatchObject({ free: 6, validated: 4 });
  });

  it('one slot without a board never delays the others', async () => {
    await open(2, { rows: 1, columns: 3 });
    await station.setSlot({ slot: 1, port: 'virtual:1' });
    await station.setSlot({ slot: 2, port: 'virtual:gone' });
    await station.setToken(await bench.token(5));
    station.run('all');
    await untilIdle();
    expect(slot(1).state.phase).toBe('succeeded');
    expect(slot(2).state).toMatchObject({ phase: 'failed', error: { code: 'PORT_NOT_FOUND' } });
    expect(slot(3).state.phase).toBe('idle');
  });

  it('two slots on one port: the second is told who holds it', async () => {
    await open(1, { rows: 1, columns: 2 });
    await station.setSlot({ slot: 1, port: 'virtual:1' });
    await station.setSlot({ slot: 2, port: 'virtual:1' });
    await station.setToken(await bench.token(5));
    station.run('all');
    await untilIdle();
    expect(slot(1).state.phase).toBe('succeeded');
    expect(slot(2).state).toMatchObject({ error: { code: 'PORT_BUSY', data: { holder: 'slot 1' } } });
  });

  it('numbers its events without gaps, keeps to 20 a second and slot, and they rebuild the snapshot', async () => {
    await open(1);
    await station.setSlot({ slot: 1, port: 'virtual:1' });
    await station.setToken(await bench.token(5));
    const before = station.snapshot();
    const events: StationEvent[] = [];
    const times: number[] = [];
    station.onEvent((event) => {
      events.push(StationEvent.parse(event));
      if (event.type === 'slot') times.push(bench.clock.now());
    });
    station.run('all');
    await untilIdle();
    await bench.clock.advance(200);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => before.seq + 1 + index));
    for (let index = 20; index < times.length; index += 1) {
      expect((times[index] ?? 0) - (times[index - 20] ?? 0)).toBeGreaterThanOrEqual(990);
    }
    const last = events.filter((event) => event.type === 'slot').at(-1);
    expect(last?.slot).toEqual(slot(1));
    expect(events.flatMap((event) => (event.type === 'log' ? event.lines : []))).toEqual(
      station.snapshot().log,
    );
  });

  it('locks what a running board depends on, and lets it go after Stop', async () => {
    await open(1);
    await station.setSlot({ slot: 1, port: 'virtual:1' });
    const token = await bench.token(5);
    await station.setToken(token);
    station.run('all');
    await expect(station.setSlot({ slot: 1, port: null })).rejects.toMatchObject({ code: 'SLOT_RUNNING' });
    await expect(station.setToken(token)).rejects.toMatchObject({ code: 'SLOT_RUNNING' });
    await expect(station.setMode('burn-authorize')).rejects.toMatchObject({ code: 'SLOT_RUNNING' });
    station.stop([1]);
    expect(slot(1).state.phase).toBe('cancelling');
    await untilIdle();
    expect(slot(1).state.phase).toBe('cancelled');
    await station.setSlot({ slot: 1, port: null });
    expect(slot(1)).toMatchObject({ port: null, state: { phase: 'idle' } });
  });

  it('says what is missing instead of running', async () => {
    await open(1);
    expect(() => station.run('all')).toThrow(expect.objectContaining({ code: 'TOKEN_MISSING' }));
    await station.setToken(await bench.token(1));
    expect(() => station.run('all')).toThrow(expect.objectContaining({ code: 'PORT_NOT_CHOSEN' }));
    station.run([1]);
    expect(slot(1).state).toMatchObject({ phase: 'failed', error: { code: 'PORT_NOT_CHOSEN' } });
    expect(() => station.run([7])).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
    await expect(station.setToken('no token')).rejects.toMatchObject({ code: 'TOKEN_MALFORMED' });
  });

  it('is as it was left after a restart: layout, ports, token, today’s boards', async () => {
    await open(1, { rows: 1, columns: 2 });
    await station.setSlot({ slot: 1, port: 'virtual:1', baudRate: 460800 });
    await station.setToken(await bench.token(3));
    station.run('all');
    await untilIdle();
    await station.close();
    station = await reopen();
    const snapshot = station.snapshot();
    expect(snapshot).toMatchObject({
      layout: { rows: 1, columns: 2 },
      token: { free: 2 },
      counters: { pass: 1 },
    });
    expect(slot(1)).toMatchObject({ port: 'virtual:1', baudRate: 460800, state: { phase: 'idle' } });
  });

  it('shrinks only where nothing runs', async () => {
    await open(2, { rows: 1, columns: 2 });
    await station.setSlot({ slot: 2, port: 'virtual:2' });
    await station.setToken(await bench.token(1));
    station.run([2]);
    await expect(station.setLayout({ rows: 1, columns: 1 })).rejects.toMatchObject({ code: 'SLOT_RUNNING' });
    await untilIdle();
    await station.setLayout({ rows: 1, columns: 1 });
    expect(station.snapshot().slots.map((view) => view.slot)).toEqual([1]);
  });
});
