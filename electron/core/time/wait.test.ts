import { describe, expect, it } from 'vitest';

import { systemClock } from './clock.js';
import { VirtualClock } from './testing/virtual-clock.js';
import { sleep, within } from './wait.js';

const never = new Promise<never>(() => undefined);
const late = (): Error => new Error('late');

describe('sleep', () => {
  it('takes the time it says, on either clock', async () => {
    const clock = new VirtualClock();
    await clock.run(sleep(clock, 60_000));
    expect(clock.now()).toBe(60_000);
    const before = systemClock.now();
    await sleep(systemClock, 5);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(4);
  });

  it('ends at once with the reason of an abort, before or during, and leaves no timer', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const sleeping = sleep(clock, 1000, stop.signal);
    stop.abort(new Error('stop'));
    await expect(sleeping).rejects.toThrow('stop');
    await expect(sleep(clock, 1000, stop.signal)).rejects.toThrow('stop');
    expect(clock.pending).toBe(0);
  });

  it('wraps a reason that is no error', async () => {
    await expect(sleep(new VirtualClock(), 1, AbortSignal.abort('why'))).rejects.toThrow('aborted');
  });
});

describe('within', () => {
  it('passes on what the work gives or throws', async () => {
    const clock = new VirtualClock();
    await expect(within(clock, { ms: 10, onTimeout: late }, Promise.resolve(7))).resolves.toBe(7);
    await expect(
      within(clock, { ms: 10, onTimeout: late }, Promise.reject(new Error('bad'))),
    ).rejects.toThrow('bad');
    expect(clock.pending).toBe(0);
  });

  it('ends at the deadline with the error made then', async () => {
    const clock = new VirtualClock();
    await expect(clock.run(within(clock, { ms: 300, onTimeout: late }, never))).rejects.toThrow('late');
    expect(clock.now()).toBe(300);
  });

  it('ends with the abort, before or during', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const waiting = within(clock, { ms: 300, onTimeout: late, signal: stop.signal }, never);
    stop.abort(new Error('stop'));
    await expect(waiting).rejects.toThrow('stop');
    await expect(within(clock, { ms: 300, onTimeout: late, signal: stop.signal }, never)).rejects.toThrow(
      'stop',
    );
    expect(clock.pending).toBe(0);
  });
});

describe('the virtual clock', () => {
  it('fires what falls due in order, at its own time', async () => {
    const clock = new VirtualClock();
    const fired: [string, number][] = [];
    clock.schedule(20, () => fired.push(['b', clock.now()]));
    clock.schedule(10, () => fired.push(['a', clock.now()]));
    const cancel = clock.schedule(15, () => fired.push(['never', clock.now()]));
    cancel();
    await clock.advance(50);
    expect(fired).toEqual([
      ['a', 10],
      ['b', 20],
    ]);
    expect(clock.now()).toBe(50);
  });
});
