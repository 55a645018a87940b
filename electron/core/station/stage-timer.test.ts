import { expect, it } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import { StageTimer } from './stage-timer.js';

it('measures stages, adds up the ones that come twice, and keeps the wait for the hand out of the board’s time', async () => {
  const clock = new VirtualClock();
  const timer = new StageTimer(clock);
  timer.enter('capture');
  await clock.advance(5000);
  timer.enter('erase');
  await clock.advance(1500);
  timer.enter('program');
  await clock.advance(250);
  timer.enter('erase');
  timer.enter('erase');
  await clock.advance(100);
  timer.stop();
  timer.stop();
  expect(timer.stages()).toEqual([
    { id: 'capture', seconds: 5 },
    { id: 'erase', seconds: 1.6 },
    { id: 'program', seconds: 0.25 },
  ]);
  expect(timer.boardSeconds()).toBe(1.85);
  expect(timer.current).toBeNull();
});
