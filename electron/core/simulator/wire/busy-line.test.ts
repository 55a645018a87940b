import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { seededRandom } from '../random.js';
import { ramp } from '../testing/hex.js';
import { actualRate, ratesAgree } from './rate.js';
import { Uart } from './uart.js';

const RATES = [115200, 230400, 460800, 576000, 921600, 1_000_000, 1_500_000, 2_000_000];

function bench(paced: boolean, hunger = 1) {
  const clock = new VirtualClock();
  const uart = new Uart({ clock, paced, strictBaud: true, random: seededRandom(1) });
  const taken: { byte: number; at: number }[] = [];
  uart.listen({ hunger: () => hunger, take: (byte, at) => void taken.push({ byte, at }) });
  const heard: { bytes: Uint8Array; rate: number; now: number }[] = [];
  uart.onTransmit((bytes, rate) => heard.push({ bytes, rate, now: clock.now() }));
  return { clock, uart, taken, heard };
}

describe('the divisor (protocol §1)', () => {
  it('is a whole one of 26 MHz, for any rate asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000_000 }), (asked) => {
        const divisor = 26_000_000 / actualRate(asked);
        expect(divisor).toBeCloseTo(Math.round(divisor), 6);
        expect(divisor).toBeGreaterThan(4.999);
        expect(divisor).toBeLessThan(0x2000 + 0.001);
      }),
    );
  });

  it.each([
    [115200, -0.14],
    [230400, -0.14],
    [460800, 0.76],
    [576000, 0.31],
    [921600, 0.76],
    [1000000, 0],
    [1500000, 1.96],
    [2000000, 0],
    [3000000, -3.7],
  ])('%i is off by %d per cent', (asked, error) =>
    expect((actualRate(asked) / asked - 1) * 100).toBeCloseTo(error, 1),
  );

  it('keeps every rate apart from every other that hosts offer', () => {
    for (const a of RATES) {
      for (const b of RATES) expect(ratesAgree(actualRate(a), b)).toBe(a === b);
    }
  });
});

describe('the ring of 512 bytes (protocol §1)', () => {
  it.each([
    [511, 511],
    [512, 512],
    [513, 512],
    [4108, 512],
  ])('of %i bytes that come while the processor is busy it keeps %i', async (sent, kept) => {
    const { uart, clock, taken } = bench(true);
    uart.stallUntil(1000);
    uart.receive(ramp(sent), 115200);
    await clock.advance(1001);
    expect(taken.map(({ byte }) => byte)).toEqual([...ramp(kept)]);
  });

  it('loses nothing to stalls that are short enough, over and over', async () => {
    const { uart, clock, taken } = bench(true, 256);
    uart.setRate(921600);
    uart.receive(ramp(4096), 921600);
    // 256 bytes take 2.8 ms at 921600: half a millisecond a page is nothing to a ring of two pages.
    for (let page = 1; page <= 16; page++) {
      await clock.advance(page * 256 * (10_000 / 921600) - clock.now() + 1e-3);
      uart.stallUntil(clock.now() + 0.5);
    }
    await clock.advance(100);
    expect(taken.map(({ byte }) => byte)).toEqual([...ramp(4096)]);
  });

  it('is empty for the next program', async () => {
    const { uart, clock } = bench(true);
    uart.stallUntil(100);
    uart.receive(ramp(100), 115200);
    await clock.advance(50);
    const later: number[] = [];
    uart.listen({ hunger: () => 1, take: (byte) => void later.push(byte) });
    await clock.advance(200);
    expect(later).toEqual([]);
  });
});

describe('bytes and their times', () => {
  it('arrive in order, once, no earlier than the wire allows, however they are cut', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        cuts,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(...RATES),
        async (sizes, hunger, rate) => {
          const { uart, clock, taken } = bench(true, hunger);
          uart.setRate(rate);
          let sent = 0;
          for (const size of sizes) {
            uart.receive(ramp(sent + size).subarray(sent), rate);
            sent += size;
          }
          await clock.advance(sent * (10_000 / rate) + 1);
          uart.catchUp();
          expect(taken.map(({ byte }) => byte)).toEqual([...ramp(sent)]);
          taken.forEach(({ at }, index) => expect(at).toBeGreaterThan((index + 0.99) * (10_000 / rate)));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are the host bytes of that moment: what it changes afterwards does not travel', () => {
    const { uart, taken } = bench(false);
    const bytes = ramp(4);
    uart.stallUntil(0);
    uart.receive(bytes, 115200);
    bytes.fill(0xee);
    expect(taken.map(({ byte }) => byte)).toEqual([0, 1, 2, 3]);
  });

  it('a link check takes 0.43 ms at 115200 (protocol §0.2)', async () => {
    const { uart, clock, taken } = bench(true, 5);
    uart.receive(ramp(5), 115200);
    await clock.advance(0.43);
    expect(taken.length).toBe(0);
    await clock.advance(0.01);
    expect(taken.length).toBe(5);
  });

  it('keep the rate at which they were handed over, also where the divisor changes behind them', async () => {
    const { uart, clock, heard } = bench(true);
    uart.transmit(ramp(8), 0);
    uart.setRate(921600);
    uart.transmit(ramp(8), 0);
    await clock.advance(10);
    expect(heard.map(({ rate }) => Math.round(rate))).toEqual([115044, 928571]);
    expect(heard[1]?.now).toBeCloseTo(80_000 / 115044.25 + 80_000 / 928571.4, 2);
  });

  it('go to every listener until it leaves', () => {
    const { uart, heard } = bench(false);
    const more: number[] = [];
    const leave = uart.onTransmit((bytes) => more.push(bytes.length));
    uart.transmit(ramp(3), 0);
    leave();
    leave();
    uart.transmit(ramp(4), 0);
    expect(more).toEqual([3]);
    expect(heard.map(({ bytes }) => bytes.length)).toEqual([3, 4]);
  });

  it('stop for good at dispose', async () => {
    const { uart, clock, taken, heard } = bench(true);
    uart.receive(ramp(100), 115200);
    uart.transmit(ramp(100), 5);
    uart.dispose();
    await clock.advance(1000);
    expect([taken.length, heard.length, clock.pending]).toEqual([0, 0, 0]);
  });
});
