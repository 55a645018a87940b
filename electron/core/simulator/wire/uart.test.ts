import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { seededRandom } from '../random.js';
import { Uart } from './uart.js';

const BYTE_MS = 10_000 / 115200;

function bench(paced: boolean, hunger = 5) {
  const clock = new VirtualClock();
  const uart = new Uart({ clock, paced, strictBaud: true, random: seededRandom(1) });
  const taken: { byte: number; at: number; now: number }[] = [];
  uart.listen({
    hunger: () => hunger,
    take: (byte, at) => void taken.push({ byte, at, now: clock.now() }),
  });
  return { clock, uart, taken };
}

const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, index) => index & 0xff);

describe('receiving', () => {
  it('hands bytes over at once where nothing is paced', () => {
    const b = bench(false);
    b.uart.receive(bytes(12), 115200);
    expect(b.taken.map(({ byte }) => byte)).toEqual([...bytes(12)]);
  });

  it('times every byte by the sender, and delivers in slices of what the reader waits for', async () => {
    const b = bench(true);
    b.uart.receive(bytes(12), 115200);
    expect(b.taken).toEqual([]);
    await b.clock.advance(5 * BYTE_MS + 1e-3);
    expect(b.taken.length).toBe(5);
    await b.clock.advance(100);
    expect(b.taken.length).toBe(12);
    b.taken.forEach(({ at }, index) => expect(at).toBeCloseTo((index + 1) * BYTE_MS, 6));
  });

  it('puts a burst behind the one before it', async () => {
    const b = bench(true);
    b.uart.receive(bytes(5), 115200);
    b.uart.receive(bytes(5), 115200);
    await b.clock.advance(100);
    expect(b.taken.at(-1)?.at).toBeCloseTo(10 * BYTE_MS, 6);
    expect(b.uart.receivedAt).toBeCloseTo(10 * BYTE_MS, 6);
  });

  it('needs few timers for a long frame', async () => {
    const b = bench(true, 4108);
    b.uart.receive(bytes(4108), 921600);
    expect(b.clock.pending).toBe(1);
    b.uart.setRate(921600);
    await b.clock.advance(45);
    expect(b.taken.length).toBe(4108);
  });

  it('keeps bytes in the ring while the processor is busy, and loses them past 512', async () => {
    const b = bench(true, 1);
    b.uart.stallUntil(200);
    b.uart.receive(bytes(600), 115200);
    await b.clock.advance(199);
    expect(b.taken.length).toBe(0);
    await b.clock.advance(100);
    expect(b.taken.length).toBe(512);
    expect(b.taken.every(({ at }) => at >= 200)).toBe(true);
    b.uart.receive(bytes(4), 115200);
    await b.clock.advance(1);
    expect(b.taken.length).toBe(516);
  });

  it('shows another reader only what arrives from then on', async () => {
    const b = bench(true);
    const later: number[] = [];
    b.uart.receive(bytes(100), 115200);
    await b.clock.advance(50.5 * BYTE_MS);
    b.uart.listen({ hunger: () => 1, take: (byte) => void later.push(byte) });
    await b.clock.advance(100);
    expect(b.taken.map(({ byte }) => byte)).toEqual([...bytes(100)].slice(0, 50));
    expect(later).toEqual([...bytes(100)].slice(50));
  });

  it('understands nothing at another rate, and everything within three per cent', () => {
    const b = bench(false);
    b.uart.receive(bytes(50), 921600);
    expect(b.taken.map(({ byte }) => byte)).not.toEqual([...bytes(50)]);
    b.taken.length = 0;
    b.uart.receive(bytes(50), 115200 * 1.028);
    expect(b.taken.map(({ byte }) => byte)).toEqual([...bytes(50)]);
  });

  it('ignores nothing at all and rates that are none', () => {
    const b = bench(false);
    b.uart.receive(new Uint8Array(0), 115200);
    for (const rate of [0, -1, Number.NaN]) b.uart.receive(bytes(3), rate);
    expect(b.taken).toEqual([]);
  });
});

describe('transmitting', () => {
  function listen(paced: boolean) {
    const b = bench(paced);
    const heard: { bytes: Uint8Array; rate: number; now: number }[] = [];
    b.uart.onTransmit((data, rate) => heard.push({ bytes: data, rate, now: b.clock.now() }));
    return { ...b, heard };
  }

  it('is immediate where nothing is paced, unless it is asked to wait', async () => {
    const b = listen(false);
    b.uart.transmit(bytes(3), 0);
    expect(b.heard.length).toBe(1);
    b.uart.transmit(bytes(3), 21);
    await b.clock.advance(20.9);
    expect(b.heard.length).toBe(1);
    await b.clock.advance(0.2);
    expect(b.heard.length).toBe(2);
  });

  it('brings no byte before its last bit, at the real rate', async () => {
    const b = listen(true);
    b.uart.transmit(bytes(1000), 5);
    await b.clock.advance(200);
    let count = 0;
    for (const { bytes: piece, rate, now } of b.heard) {
      count += piece.length;
      expect(now).toBeGreaterThanOrEqual(5 + (count * 10_000) / rate - 1e-3);
    }
    expect(count).toBe(1000);
    expect(b.heard[0]?.rate).toBeCloseTo(115044, 0);
    expect(b.heard.length).toBeLessThan(12);
    expect(b.heard.at(-1)?.now).toBeCloseTo(5 + (1000 * 10_000) / 115044.25, 2);
  });

  it('keeps replies apart and in order', async () => {
    const b = listen(true);
    b.uart.transmit(bytes(8), 0);
    b.uart.transmit(bytes(8), 0);
    await b.clock.advance(10);
    expect(b.heard.map(({ now }) => Math.round(now * 100) / 100)).toEqual([0.7, 1.39]);
  });

  it('stops at a reset, which also restores the first rate', async () => {
    const b = listen(true);
    b.uart.setRate(921600);
    b.uart.transmit(bytes(4000), 0);
    await b.clock.advance(15);
    b.uart.reset();
    const before = b.heard.length;
    await b.clock.advance(100);
    expect(b.heard.length).toBe(before);
    expect(b.uart.rate).toBeCloseTo(115044, 0);
    expect(b.clock.pending).toBe(0);
  });
});
