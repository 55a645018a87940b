import type { FakeBridge } from './fake-bridge.js';
import { passedSlot, stagesAt, workingSlot } from './samples.js';

/** Plays a run in slot 1 over and over, for watching motion. */
export function play(bridge: FakeBridge): void {
  let share = 0;
  setInterval(() => {
    share = share >= 1.4 ? 0 : share + 0.01;
    bridge.slot(1, share < 1 ? workingSlot(1, share) : { ...passedSlot(1), stages: stagesAt('end') });
  }, 60);
}
