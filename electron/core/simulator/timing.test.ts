import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import { createBoard } from './board/create-board.js';
import { REALISTIC } from './timing.js';
import { crc, erase, LINK, long, read4k, setBaud, write4k } from './testing/frames.js';
import { ramp } from './testing/hex.js';
import { testFrame, TestBench } from './testing/test-bench.js';
import type { CreateBoardOptions } from './tuning.js';
import { createVirtualBackend } from './virtual-backend.js';

/** A linked board at `rate` behind a transport, and a host that asks and waits for so many bytes. */
async function bench(rate: number, options: Partial<CreateBoardOptions> = {}) {
  const clock = new VirtualClock();
  const board = createBoard({ chip: 'BK7231T', clock, timing: 'realistic', ...options });
  const backend = createVirtualBackend({ clock, boards: [{ path: 'virtual:1', label: '', board }] });
  const transport = await backend.open('virtual:1', { baudRate: 115200 });
  let waiting: { need: number; done: (at: number) => void } | null = null;
  transport.onData((chunk) => {
    if (!waiting) return;
    waiting.need -= chunk.length;
    if (waiting.need <= 0) waiting.done(clock.now());
  });
  const ask = (bytes: Uint8Array, need: number): Promise<number> => {
    const start = clock.now();
    return clock.run(
      new Promise<number>((resolve) => {
        waiting = { need, done: (at) => resolve(at - start) };
        void transport.write(bytes);
      }),
    );
  };
  board.pressReset();
  await ask(LINK, 8);
  if (rate !== 115200) {
    await transport.write(setBaud(rate, 20));
    await clock.run(transport.setBaudRate(rate));
    await clock.advance(30);
  }
  return { clock, board, ask };
}

/** `bytes` on the wire, ms, at a rate that the divisor hits within two per cent. */
const wire = (bytes: number, rate: number): number => (bytes * 10_000) / rate;

describe('UART cost per 4K sector (protocol §8)', () => {
  it.each([
    [115200, 358],
    [460800, 90],
    [921600, 45],
    [1500000, 28],
    [2000000, 21],
  ])('at %d is about %d ms', async (rate, expected) => {
    const { ask } = await bench(rate);
    await ask(erase(0x20, 0x11000), 16);
    const spent = await ask(write4k(0x11000, ramp(4096)), 15);
    // Fifteen of the sixteen pages go in while data still arrive; the last one follows (protocol §1).
    expect(spent - REALISTIC.pageProgram).toBeCloseTo(wire(4108 + 15, rate), 0);
    expect(Math.abs(spent - REALISTIC.pageProgram - expected)).toBeLessThan(1);
  });
});

describe('flash cost (protocol §8)', () => {
  const request = 5 + 8;
  it.each([
    ['4K', 0x20, REALISTIC.erase4k],
    ['64K', 0xd8, REALISTIC.erase64k],
  ])('of erasing %s', async (_, opcode, cost) => {
    const { ask } = await bench(921600);
    const first = await ask(erase(opcode, 0x20000), 16);
    expect(first).toBeCloseTo(wire(request + 16, 921600) + REALISTIC.writeStatus + cost, 0);
    const second = await ask(erase(opcode, 0x20000), 16);
    expect(second).toBeCloseTo(wire(request + 16, 921600) + cost, 0);
  });

  it('of 32K and of a chip on class N, and of nothing while it is protected', async () => {
    const { ask } = await bench(921600, { chip: 'BK7231N', statusRegister: 0 });
    expect(await ask(erase(0x52, 0x18000), 16)).toBeCloseTo(150, 0);
    expect(await ask(long(0x0a, [10]), 12)).toBeCloseTo(4000, 0);
    const closed = await bench(921600, { chip: 'BK7231N' });
    expect(await closed.ask(erase(0x52, 0x18000), 16)).toBeLessThan(1);
  });

  it('of a CRC over the app partition, at the speed the bench chose', async () => {
    const usual = await bench(921600);
    expect(await usual.ask(crc(0x11000, 0x129fff), 11)).toBeCloseTo(
      0x119000 / 1600 + REALISTIC.writeStatus,
      0,
    );
    const slow = await bench(921600, { costs: { crcSpeed: 400 } });
    expect(await slow.ask(crc(0x11000, 0x129fff), 11)).toBeCloseTo(0x119000 / 400 + REALISTIC.writeStatus, 0);
  });
});

describe('a whole app partition of 281 sectors (protocol §8)', () => {
  it.each([
    [115200, 101_000, 184_000],
    [921600, 13_000, 23_000],
  ])(
    'at %d',
    async (rate, writing, reading2MiB) => {
      const { ask, clock, board } = await bench(rate);
      let start = clock.now();
      for (let sector = 0; sector < 281; sector++) await ask(erase(0x20, 0x11000 + sector * 0x1000), 16);
      // "erase 281 x 4K about 14 s" takes the upper half of 40-70 ms; the table here has 45.
      expect(clock.now() - start).toBeGreaterThan(281 * 45);
      expect(clock.now() - start).toBeLessThan(14_000);
      start = clock.now();
      const data = ramp(4096);
      for (let sector = 0; sector < 281; sector++) await ask(write4k(0x11000 + sector * 0x1000, data), 15);
      expect(Math.abs(clock.now() - start - writing)).toBeLessThan(writing * 0.03);
      start = clock.now();
      for (let sector = 0; sector < 64; sector++) await ask(read4k(0x11000 + sector * 0x1000), 4111);
      expect(Math.abs((clock.now() - start) * 8 - reading2MiB)).toBeLessThan(reading2MiB * 0.03);
      expect(board.flashImage()[0x11000 + 281 * 4096 - 1]).toBe(0xff);
    },
    60_000,
  );

  it('costs a few timers a sector, not one a byte', async () => {
    const { ask, clock } = await bench(921600);
    let timers = 0;
    const schedule = clock.schedule.bind(clock);
    clock.schedule = (ms, task) => {
      timers++;
      return schedule(ms, task);
    };
    for (let sector = 0; sector < 20; sector++) await ask(write4k(0x11000 + sector * 0x1000, ramp(4096)), 15);
    expect(timers / 20).toBeLessThan(8);
  });
});

describe('the receive ring (protocol §1)', () => {
  it('overflows where pages are slow and the rate is high: no reply, and filler brings it back', async () => {
    const { ask, board, clock } = await bench(2_000_000, { costs: { pageProgram: 3 } });
    await ask(erase(0x20, 0x11000), 16);
    let heard = 0;
    board.onTransmit((bytes) => (heard += bytes.length));
    board.receive(write4k(0x11000, ramp(4096)), 2_000_000);
    await clock.advance(500);
    expect(heard).toBe(0);
    board.receive(new Uint8Array(4108).fill(0xff), 2_000_000);
    await clock.advance(500);
    expect(heard).toBe(15);
  });
});

describe('the production test at 9600 (authorization §0.1.15)', () => {
  it.each(['BK7231T', 'BK7231N'] as const)(
    '07 of %s takes 0.4-0.6 s and 08 0.2-0.3 s with the wire',
    async (chip) => {
      const bench = new TestBench({ chip, timing: 'realistic' });
      await bench.reachWindow();
      bench.host.send(testFrame(0));
      await bench.clock.advance(3000);
      bench.host.take();
      const spend = async (frame: Uint8Array): Promise<number> => {
        const start = bench.clock.now();
        let last = start;
        const off = bench.board.onTransmit(() => (last = bench.clock.now()));
        bench.host.send(frame);
        await bench.clock.advance(2000);
        off();
        return last - start;
      };
      const license = {
        auzkey: 'K'.repeat(32),
        uuid: 'u'.repeat(16),
        ap_ssid: 'SmartLife',
        prod_test: false,
      };
      const written = await spend(testFrame(0x07, JSON.stringify({ ...license, pskKey: 'p'.repeat(37) })));
      expect(written).toBeGreaterThan(250);
      expect(written).toBeLessThan(600);
      const read = await spend(testFrame(0x08));
      expect(read).toBeGreaterThan(180);
      expect(read).toBeLessThan(300);
    },
  );
});
