import { expect, it } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { Clock } from '../../time/clock.js';
import { SilenceTimer } from './silence-timer.js';
import { Uart } from './uart.js';

function build(clock: Clock) {
  const uart = new Uart({ clock, paced: true, strictBaud: false, random: () => 0.5 });
  const silences: number[] = [];
  const timer = new SilenceTimer({ clock, uart, ms: 100, onSilence: () => silences.push(clock.now()) });
  return { uart, timer, silences };
}

it('fires after the silence, counted from the last byte on the wire', async () => {
  const clock = new VirtualClock();
  const { uart, timer, silences } = build(clock);
  uart.receive(new Uint8Array(1152), 115200);
  timer.start();
  await clock.advance(500);
  expect(silences).toHaveLength(1);
  expect(silences[0]).toBeCloseTo(200, 0);
});

it('is not taken in by a machine that was busy: bytes that are in come first', async () => {
  const clock = new VirtualClock();
  // A clock that hands out its timers late and in the wrong order, as a stalled event loop may.
  const late: (() => void)[] = [];
  const busy: Clock = {
    now: () => clock.now(),
    wallTime: () => clock.wallTime(),
    schedule: (_ms, task) => {
      late.push(task);
      return () => void late.splice(late.indexOf(task), 1);
    },
  };
  const { uart, timer, silences } = build(busy);
  let taken = 0;
  uart.listen({
    hunger: () => 64,
    take: () => {
      taken += 1;
      if (taken === 64) timer.stop();
    },
  });
  timer.start();
  uart.receive(new Uint8Array(64), 115200);
  await clock.advance(1000);
  for (const task of [...late]) task();
  expect(taken).toBe(64);
  expect(silences).toEqual([]);
});
