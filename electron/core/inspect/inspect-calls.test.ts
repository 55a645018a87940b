import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { INSPECT_CALLS, InspectEvent } from '../../../shared/contract/inspect.js';
import { createPortHub } from '../serial/port-hub.js';
import { AutoOperator, createBoard, createVirtualBackend, type Board } from '../simulator/index.js';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import { InspectCalls } from './inspect-calls.js';
import { LICENSE, MemoryBackups, usedFlash } from './testing/boards.js';

let clock: VirtualClock;
let board: Board;
let operator: AutoOperator;
let calls: InspectCalls;
let events: InspectEvent[];
const where = { port: 'virtual:1', chip: 'auto', baudRate: 'max' } as const;
const target = INSPECT_CALLS['inspect.read'].request.parse(where);

beforeEach(() => {
  clock = new VirtualClock();
  board = createBoard({ chip: 'BK7231T', clock, flash: usedFlash('BK7231T'), timing: 'realistic' });
  operator = new AutoOperator(board, { clock, patienceMs: 600 });
  const backend = createVirtualBackend({ clock, boards: [{ path: 'virtual:1', label: 'bench', board }] });
  const ports = createPortHub({ backends: [backend], clock });
  calls = new InspectCalls({
    ports,
    clock,
    backups: new MemoryBackups(),
    authorize: () => Promise.resolve({ uuid: '0123456789abcdef' }),
    ratesOf: () => Promise.resolve(null),
  });
  events = [];
  calls.onEvent((event) => events.push(InspectEvent.parse(event)));
});
afterEach(() => {
  operator.dispose();
  board.dispose();
});

const coded = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('the calls of the Inspect view', () => {
  it('read, plan, repair as shown', async () => {
    expect(coded(() => calls.plan({ repair: 'wipe' }))).toMatchObject({ code: 'PLAN_STALE' });
    const report = await clock.run(calls.read(target));
    expect(report).toMatchObject({ uuid: LICENSE.uuid, productionTestClosed: true });
    expect(calls.plan({ repair: 'unlock' })).toEqual(report.repairs[0]);
    expect(calls.plan({ repair: 'unlock', way: 'lift' })).toMatchObject({ way: 'lift', pairing: 'kept' });
    expect(calls.plan({ repair: 'wipe' })).toMatchObject({ license: 'lost' });

    const work = calls.repair({ ...where, repair: 'unlock', digest: report.digest });
    expect(calls.busy).toBe(true);
    await expect(calls.read(target)).rejects.toMatchObject({ code: 'INSPECT_BUSY' });
    const outcome = await clock.run(work);
    expect(outcome).toMatchObject({ way: 'rewrite', proved: true, uuid: LICENSE.uuid });
    expect(INSPECT_CALLS['inspect.repair'].reply.parse(outcome)).toEqual(outcome);
    expect(calls.busy).toBe(false);
    // What was shown is not what is there any more.
    await expect(
      clock.run(calls.repair({ ...where, repair: 'wipe', digest: report.digest })),
    ).rejects.toMatchObject({ code: 'PLAN_STALE' });
  });

  it('tell how it goes: stages in order, progress at most 20 times a second, one end', async () => {
    const times: number[] = [];
    calls.onEvent(
      (event) => void (event.type === 'progress' && event.done < event.total && times.push(clock.now())),
    );
    await clock.run(calls.read(target));
    const stages = events.flatMap((event) => (event.type === 'stage' ? [event.stage] : []));
    expect(stages.slice(0, 3)).toEqual(['capture', 'identify', 'baud']);
    expect(stages.slice(-2)).toEqual(['read', 'reboot']);
    expect(events.filter(({ type }) => type === 'done')).toHaveLength(1);
    const gaps = times.slice(1).map((at, nth) => at - (times[nth] ?? 0));
    expect(Math.min(...gaps.filter((gap) => gap > 0))).toBeGreaterThan(5);
    expect(times.length).toBeLessThan(30);
  });

  it('wait for a reset with a deadline on the calendar, and stop when told to', async () => {
    operator.dispose();
    const work = calls.read(target);
    const ended = expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    await clock.advance(3000);
    const waiting = events.find((event) => event.type === 'waiting');
    const left = waiting?.type === 'waiting' ? waiting.deadlineAt - clock.wallTime().getTime() : 0;
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_000);
    calls.cancel();
    await clock.run(ended);
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'CANCELLED' } });
    await calls.close();
    // The port is free again.
    await expect(clock.run(calls.read({ ...target, port: 'virtual:9' }))).rejects.toMatchObject({
      code: 'PORT_NOT_FOUND',
    });
    expect(calls.busy).toBe(false);
  });

  it('wipe, backed up', async () => {
    const report = await clock.run(calls.read(target));
    const outcome = await clock.run(calls.repair({ ...where, repair: 'wipe', digest: report.digest }));
    expect(outcome).toMatchObject({ repair: 'wipe', license: 'lost', backup: 'memory:0', proved: true });
    expect(board.flashImage().subarray(0x1e0000, 0x1e1000)).toEqual(
      usedFlash('BK7231T').subarray(0x1e0000, 0x1e1000),
    );
  });
});
