import { describe, expect, it } from 'vitest';

import { isRunning, newJob, next, viewAt, type JobEvent, type JobState } from './job-state.js';

const OPTIONS = { smart: true, backup: true };
const start = (): JobState => newJob('program', OPTIONS, { epoch: 1000, now: 0 });
const after = (...events: JobEvent[]): JobState => events.reduce(next, start());
const statusOf = ({ view }: JobState): Record<string, string> =>
  Object.fromEntries(view.stages.map(({ id, status }) => [id, status]));
const RESULT = { range: null, crc: null, written: 0, savedAs: null };

describe('a job', () => {
  it('has the stages of its action, without those that the options leave out', () => {
    expect(newJob('erase', OPTIONS, { epoch: 0, now: 0 }).view.stages.map(({ id }) => id)).toEqual([
      'capture',
      'identify',
      'baud',
      'backup',
      'unprotect',
      'erase',
      'verify',
      'protect',
      'reboot',
    ]);
    const plain = newJob('program', { smart: false, backup: false }, { epoch: 0, now: 0 });
    expect(plain.view.stages.map(({ id }) => id)).not.toContain('compare');
    expect(plain.view.stages.map(({ id }) => id)).not.toContain('backup');
  });

  it('counts the seconds of each stage, and of the stage in hand up to now', () => {
    const state = after(
      { type: 'stage', stage: 'capture', now: 0 },
      { type: 'stage', stage: 'identify', now: 2500 },
    );
    expect(state.view.stages[0]).toEqual({ id: 'capture', status: 'done', seconds: 2.5 });
    expect(viewAt(state, 2750).stages[1]).toEqual({ id: 'identify', status: 'active', seconds: 0.25 });
  });

  it('marks a stage that was passed over as skipped, and goes back where a rate lost the board', () => {
    const state = after(
      { type: 'stage', stage: 'capture', now: 0 },
      { type: 'stage', stage: 'identify', now: 1 },
      { type: 'stage', stage: 'baud', now: 2 },
      { type: 'stage', stage: 'compare', now: 3 },
    );
    expect(statusOf(state)).toMatchObject({ baud: 'done', backup: 'skipped', compare: 'active' });
    const back = next(state, { type: 'stage', stage: 'capture', now: 4 });
    expect(statusOf(back)).toMatchObject({ capture: 'active', identify: 'pending', compare: 'pending' });
  });

  it('measures speed from the first bytes of the stage', () => {
    const at = (done: number, now: number): JobEvent => ({
      type: 'progress',
      done,
      total: 10_000,
      address: done,
      now,
    });
    const state = after(
      { type: 'stage', stage: 'program', now: 0 },
      at(1000, 500),
      at(1100, 600),
      at(5000, 1500),
    );
    expect(state.view).toMatchObject({ speed: 4000, address: 5000, state: { done: 5000, total: 10_000 } });
  });

  it('counts the time of the board, not that of the hand', () => {
    const state = after(
      { type: 'stage', stage: 'capture', now: 0 },
      { type: 'stage', stage: 'identify', now: 30_000 },
      { type: 'succeeded', result: RESULT, now: 31_500 },
    );
    expect(state.view.state).toMatchObject({ phase: 'succeeded', result: { seconds: 1.5 } });
    expect(statusOf(state)).toMatchObject({ identify: 'done', reboot: 'skipped' });
  });

  it('once it is being stopped says so until its end, and then nothing more', () => {
    const stopping = after({ type: 'stage', stage: 'capture', now: 0 }, { type: 'stopping' });
    const waiting = { phase: 'waiting', deadlineAt: 1, seen: 'nothing', bytesSeen: 0 } as const;
    for (const event of [
      { type: 'waiting', waiting },
      { type: 'stage', stage: 'identify', now: 1 },
      { type: 'progress', done: 1, total: 2, address: 0, now: 1 },
    ] as const)
      expect(next(stopping, event).view.state.phase).toBe('stopping');
    const ended = next(stopping, { type: 'failed', error: { code: 'CANCELLED', data: {} }, now: 5 });
    expect(ended.view.state).toEqual({ phase: 'cancelled' });
    expect(isRunning(ended.view)).toBe(false);
    expect(next(ended, { type: 'stage', stage: 'erase', now: 9 })).toBe(ended);
  });

  it('that failed shows where', () => {
    const state = after(
      { type: 'stage', stage: 'erase', now: 0 },
      { type: 'failed', error: { code: 'FLASH_ERASE', data: { address: '0x00011000' } }, now: 100 },
    );
    expect(statusOf(state)).toMatchObject({ erase: 'failed', program: 'pending' });
    expect(state.view.state).toMatchObject({ phase: 'failed', error: { code: 'FLASH_ERASE' } });
  });
});
