import { expect, it } from 'vitest';

import { VirtualClock } from './testing/virtual-clock.js';
import { Throttle } from './throttle.js';

it('calls at once, then at most once per interval, and never loses the last call', async () => {
  const clock = new VirtualClock();
  const calls: number[] = [];
  const throttle = new Throttle(clock, 50, () => calls.push(clock.now()));
  for (let ms = 0; ms < 200; ms += 5) {
    throttle.request();
    await clock.advance(5);
  }
  await clock.advance(100);
  expect(calls).toEqual([0, 50, 100, 150, 200]);
});

it('is silent once disposed', async () => {
  const clock = new VirtualClock();
  let calls = 0;
  const throttle = new Throttle(clock, 50, () => (calls += 1));
  throttle.request();
  throttle.request();
  throttle.dispose();
  await clock.advance(200);
  expect(calls).toBe(1);
});
