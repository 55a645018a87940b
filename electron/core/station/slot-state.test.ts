import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SlotView } from '../../../shared/contract/station.js';
import { STAGES_OF } from '../../../shared/domain/stage.js';
import type { JobEvent } from './job-api.js';
import { isRunning, newSlot, next, type SlotEvent } from './slot-state.js';
import { recordOf } from './testing/records.js';

const MODE = 'burn-authorize';
const fresh = () => newSlot(1, MODE, 921600);
const job = (event: JobEvent): SlotEvent => ({ type: 'job', event, at: 0 });
const after = (...events: SlotEvent[]) => events.reduce(next, fresh());
const started: SlotEvent = { type: 'started', mode: MODE, at: 1000 };
const waiting: JobEvent = { type: 'waiting', stage: 'capture', deadlineAt: 61_000, seen: 'nothing' };

describe('the state of a slot', () => {
  it('starts idle with every stage pending', () => {
    expect(fresh().state).toEqual({ phase: 'idle' });
    expect(fresh().stages.map(({ id }) => id)).toEqual(STAGES_OF[MODE]);
  });

  it('counts boards and forgets the one before', () => {
    const first = after(started, job({ type: 'board', facts: { mac: 'd81f12000001' } }), {
      type: 'ended',
      record: recordOf({}),
    });
    const second = next(first, started);
    expect(second.boardNumber).toBe(2);
    expect(second.board.mac).toBeNull();
  });

  it('asks for the reset while the loader waits, and works as soon as a stage begins', () => {
    expect(after(started, job(waiting)).state).toEqual({
      phase: 'waiting',
      stage: 'capture',
      deadlineAt: 61_000,
      seen: 'nothing',
    });
    const working = after(started, job(waiting), job({ type: 'stage', stage: 'identify' }));
    expect(working.state.phase).toBe('working');
    expect(working.stages.slice(0, 3).map(({ status }) => status)).toEqual(['skipped', 'active', 'pending']);
  });

  it('marks stages done as later ones begin', () => {
    const slot = after(
      started,
      job({ type: 'stage', stage: 'capture' }),
      job({ type: 'stage', stage: 'identify' }),
    );
    expect(slot.stages.slice(0, 3).map(({ status }) => status)).toEqual(['done', 'active', 'pending']);
  });

  it('goes back where the loader has to link again', () => {
    const slot = after(
      started,
      job({ type: 'stage', stage: 'erase' }),
      job({ type: 'stage', stage: 'program' }),
      job({ type: 'stage', stage: 'erase' }),
    );
    expect(slot.stages.find(({ id }) => id === 'program')?.status).toBe('pending');
    expect(slot.stages.find(({ id }) => id === 'erase')?.status).toBe('active');
  });

  it('keeps the face of a stop, whatever the job still says', () => {
    const slot = after(started, { type: 'stopping' }, job(waiting), job({ type: 'stage', stage: 'erase' }));
    expect(slot.state).toEqual({ phase: 'cancelling' });
  });

  it('ends green, red or stopped, each by its record', () => {
    const stage = job({ type: 'stage', stage: 'verify' });
    const failed = recordOf({
      outcome: 'failed',
      error: { code: 'FLASH_VERIFY', data: { address: 0x11000 } },
    });
    expect(after(started, stage, { type: 'ended', record: recordOf({}) }).state.phase).toBe('succeeded');
    expect(after(started, stage, { type: 'ended', record: failed }).state).toMatchObject({
      phase: 'failed',
      error: { code: 'FLASH_VERIFY' },
    });
    expect(
      after(started, stage, { type: 'ended', record: failed }).stages.find(({ id }) => id === 'verify')
        ?.status,
    ).toBe('failed');
    expect(after(started, { type: 'ended', record: recordOf({ outcome: 'cancelled' }) }).state.phase).toBe(
      'cancelled',
    );
  });

  it('shows a refusal without a record, and a stop before the start as a stop', () => {
    const refused = after(started, {
      type: 'refused',
      error: { code: 'PORT_BUSY', data: { path: 'COM5' } },
      at: 0,
    });
    expect(refused.state).toMatchObject({ phase: 'failed', record: null });
    expect(after(started, { type: 'refused', error: { code: 'CANCELLED', data: {} }, at: 0 }).state).toEqual({
      phase: 'cancelled',
      record: null,
    });
  });

  it('does not let settings change under a running board', () => {
    const running = after(started, job(waiting));
    expect(next(running, { type: 'configured', port: 'COM9' })).toBe(running);
    expect(next(running, { type: 'mode', mode: MODE })).toBe(running);
  });

  it('never leaves the contract, whatever comes in whatever order', () => {
    const stage = fc.constantFrom(...STAGES_OF[MODE]);
    const jobEvent: fc.Arbitrary<JobEvent> = fc.oneof(
      stage.map((id): JobEvent => ({ type: 'stage', stage: id })),
      stage.map((id): JobEvent => ({ type: 'skipped', stage: id })),
      fc.constant(waiting),
      fc.nat(4096).map((done): JobEvent => ({ type: 'progress', done, total: 4096, address: done })),
    );
    const event: fc.Arbitrary<SlotEvent> = fc.oneof(
      fc.constant(started),
      jobEvent.map(job),
      fc.constant<SlotEvent>({ type: 'stopping' }),
      fc
        .constantFrom('succeeded', 'failed', 'cancelled')
        .map((outcome): SlotEvent => ({ type: 'ended', record: recordOf({ outcome }) })),
      fc.constant<SlotEvent>({ type: 'configured', port: 'COM1' }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const slot = events.reduce(next, fresh());
        expect(SlotView.parse(slot)).toEqual(slot);
        expect(slot.stages.filter(({ status }) => status === 'active').length).toBeLessThanOrEqual(1);
        if (slot.state.phase === 'cancelling') expect(isRunning(slot)).toBe(true);
      }),
    );
  });
});
