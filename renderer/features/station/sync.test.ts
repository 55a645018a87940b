import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LogLine, StationEvent, StationSnapshot } from '../../../shared/contract/station.js';
import { idleSlot, stationOf, workingSlot } from '../../dev/samples.js';
import { EMPTY_COPY } from '../../components/sync.js';
import { change, LOG_CAP, nextSync, type Sync, type SyncInput } from './sync.js';

const line = (at: number): LogLine => ({ at, slot: 1, level: 'info', key: 'x', data: {} });
const logEvent = (seq: number): StationEvent => ({ type: 'log', seq, lines: [line(seq)] });
const at = (seq: number, log: LogLine[] = []): StationSnapshot =>
  stationOf([idleSlot(1), idleSlot(2)], { seq, log });
const run = (from: Sync, ...inputs: SyncInput[]): Sync => inputs.reduce(nextSync, from);
const live = (seq: number): Sync =>
  run(EMPTY_COPY, { type: 'start' }, { type: 'snapshot', snapshot: at(seq) });

describe('one event', () => {
  it('replaces the slot it names and leaves the others as they are', () => {
    const before = at(4);
    const after = change(before, { type: 'slot', seq: 5, slot: workingSlot(2) });
    expect(after).toMatchObject({ seq: 5, slots: [{ slot: 1 }, { slot: 2, state: { phase: 'working' } }] });
    expect(after.slots[0]).toBe(before.slots[0]);
  });

  it('takes everything of a station event and keeps the log', () => {
    const before = at(1, [line(0)]);
    const { layout, mode, policies, order, counters } = before;
    const event: StationEvent = {
      type: 'station',
      seq: 2,
      layout,
      mode,
      policies,
      order,
      counters,
      token: null,
      slots: [idleSlot(1)],
    };
    expect(change(before, event)).toEqual({ ...before, seq: 2, token: null, slots: [idleSlot(1)] });
  });
});

describe('nextSync', () => {
  it('asks for a snapshot at the start and stops asking when it has one', () => {
    expect(run(EMPTY_COPY, { type: 'start' })).toMatchObject({ fetching: true, snapshot: null });
    expect(live(3)).toMatchObject({ fetching: false, snapshot: { seq: 3 } });
  });

  it('holds events while the snapshot is on its way and applies those that are newer', () => {
    const sync = run(
      EMPTY_COPY,
      { type: 'start' },
      { type: 'event', event: logEvent(3) },
      { type: 'event', event: logEvent(4) },
      { type: 'snapshot', snapshot: at(3) },
    );
    expect(sync).toMatchObject({ fetching: false, held: [], snapshot: { seq: 4, log: [{ at: 4 }] } });
  });

  it('keeps the old picture and asks again when an event is missing', () => {
    const gap = run(live(3), { type: 'event', event: logEvent(5) });
    expect(gap).toMatchObject({ fetching: true, snapshot: { seq: 3 } });
    expect(run(gap, { type: 'snapshot', snapshot: at(4) })).toMatchObject({
      fetching: false,
      snapshot: { seq: 5 },
    });
  });

  it('goes on asking when the fresh snapshot does not close the gap', () => {
    const gap = run(live(3), { type: 'event', event: logEvent(7) }, { type: 'snapshot', snapshot: at(5) });
    expect(gap).toMatchObject({ fetching: true, snapshot: { seq: 5 } });
    expect(run(gap, { type: 'snapshot', snapshot: at(7) })).toMatchObject({ fetching: false, held: [] });
  });

  it('ignores a repeated event without making a new state', () => {
    const sync = live(3);
    expect(nextSync(sync, { type: 'event', event: logEvent(2) })).toBe(sync);
  });

  it('shows the error of a failed snapshot until it is asked for again', () => {
    const error = { code: 'INTERNAL', data: {} } as const;
    const failed = run(EMPTY_COPY, { type: 'start' }, { type: 'failed', error });
    expect(failed).toMatchObject({ fetching: false, error });
    expect(run(failed, { type: 'start' })).toMatchObject({ fetching: true, error: null });
  });

  it('caps the log', () => {
    const many: StationEvent = {
      type: 'log',
      seq: 2,
      lines: Array.from({ length: LOG_CAP + 5 }, (_, index) => line(index)),
    };
    const sync = run(live(1), { type: 'event', event: many });
    expect(sync.snapshot?.log).toHaveLength(LOG_CAP);
    expect(sync.snapshot?.log[0]).toEqual(line(5));
  });

  it('ends with every line exactly once, whatever events are lost on the way', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (arrives) => {
        let core = at(1);
        let view = live(1);
        for (const here of arrives) {
          const event = logEvent(core.seq + 1);
          core = change(core, event);
          if (here) view = nextSync(view, { type: 'event', event });
          if (view.fetching) view = nextSync(view, { type: 'snapshot', snapshot: core });
        }
        const last = logEvent(core.seq + 1);
        core = change(core, last);
        view = nextSync(view, { type: 'event', event: last });
        if (view.fetching) view = nextSync(view, { type: 'snapshot', snapshot: core });
        expect(view.snapshot).toEqual(core);
      }),
    );
  });
});
