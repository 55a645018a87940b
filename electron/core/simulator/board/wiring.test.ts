import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { tuningOfFaults } from '../catalogue/faults.js';
import { logPort } from '../log-port.js';
import { BenchHost } from '../testing/bench-host.js';
import { hexOf } from '../testing/hex.js';
import { TestBench, testFrame } from '../testing/test-bench.js';
import { createBoard } from './create-board.js';

const N = { chip: 'BK7231N', condition: 'fresh' } as const;

describe('the host wired wrong (authorization §1.5)', () => {
  it('hears itself over a short of TX and RX, at its own pace and rate, and the module hears nothing', async () => {
    const bench = new TestBench({ ...N, wiring: 'echo', timing: 'realistic' });
    bench.board.pressReset();
    await bench.clock.advance(1205);
    expect(bench.host.look()).toBe('');
    bench.host.send(testFrame(0x00));
    await bench.clock.advance(7);
    expect(bench.host.look()).toBe('');
    await bench.clock.advance(1);
    expect(bench.host.understands).toBe(true);
    expect(bench.host.look()).toBe('55 AA 00 00 00 00 FF');
    expect(bench.log).not.toContain('application enter prod');
    await bench.clock.advance(5000);
    expect(bench.host.look()).toBe('');
  });

  it('hears text at 115200 on the log output, and is heard by nobody', async () => {
    const bench = new TestBench({ ...N, condition: 'locked', wiring: 'log' });
    bench.board.pressReset();
    await bench.clock.advance(1205);
    expect(bench.host.understands).toBe(false);
    expect(Buffer.from(bench.host.take()).toString()).toMatch(
      /^have actived over 15 min.*\r\nmf_init succ\r\n$/s,
    );
    expect(bench.ask(0x00)).toBeNull();
  });

  it('hears a banner at 115200 before the window, which then opens as ever', async () => {
    const bench = new TestBench({ ...N, bootText: true });
    bench.board.pressReset();
    await bench.clock.advance(1201);
    expect(bench.host.understands).toBe(false);
    expect(Buffer.from(bench.host.take()).toString()).toMatch(/^\r\n\[01-01 .*application N 3\.1\.28\r\n$/);
    expect(bench.ask(0x00)?.data).toHaveLength(2);
  });
});

describe('UART2', () => {
  it('logs the window and the entry, at 115200, over a second port', async () => {
    const bench = new TestBench(N);
    const log = new BenchHost(logPort(bench.board));
    await bench.enter();
    expect(log.understands).toBe(true);
    log.send('55 AA 00 00 00 00 FF');
    expect(Buffer.from(log.take()).toString()).toBe('mf_init succ\r\nenter prod\r\n');
  });

  it('tells of a recovery', async () => {
    const bench = new TestBench({ ...N, condition: 'unlocked' });
    const log = new BenchHost(logPort(bench.board));
    await bench.enter();
    expect(Buffer.from(log.take()).toString()).toMatch(/^kv not valid, use protected to recover\r\n/);
  });

  it('never shows a license', async () => {
    const bench = new TestBench({ ...N, condition: 'authorized' });
    const log = new BenchHost(logPort(bench.board));
    await bench.enter();
    const { uuid, auzkey } = bench.json(0x08) as { uuid: string; auzkey: string };
    const said = Buffer.from(log.take()).toString();
    expect(said.includes(uuid) || said.includes(auzkey)).toBe(false);
  });
});

describe('applications that are none', () => {
  const started = async (app: 'silent' | 'heartbeat' | 'babble' | 'reboot-word'): Promise<TestBench> => {
    const bench = new TestBench({ chip: 'BK7231N', app });
    bench.board.pressReset();
    await bench.clock.advance(1201);
    return bench;
  };

  it('silent says nothing, to nothing', async () => {
    const bench = await started('silent');
    for (const rate of [9600, 115200]) {
      bench.host.rate = rate;
      bench.host.send(testFrame(0x00));
    }
    await bench.clock.advance(60_000);
    expect(bench.host.look()).toBe('');
  });

  it('heartbeat has no window: a heartbeat each second, and a product query for an enter frame', async () => {
    const bench = await started('heartbeat');
    expect(bench.host.look()).toBe('55 AA 00 00 00 00 FF');
    await bench.clock.advance(2000);
    expect(bench.host.look()).toBe('55 AA 00 00 00 00 FF 55 AA 00 00 00 00 FF');
    expect(bench.ask(0x00)?.command).toBe(0x01);
    expect(bench.ask(0x09)).toBeNull();
  });

  it('babble is never quiet and hears nothing', async () => {
    const bench = await started('babble');
    bench.host.take();
    bench.host.send(testFrame(0x00));
    await bench.clock.advance(400);
    expect(hexOf(bench.host.take())).toBe(Array(10).fill('55 AA 00 00 00 00 FF').join(' '));
  });

  it('reboot-word reboots by the word', async () => {
    const bench = await started('reboot-word');
    bench.host.rate = 115200;
    bench.host.send(Buffer.from('reboot\r\n'));
    expect(bench.log.at(-1)).toBe('reset application');
  });

  it('blank boots nothing', async () => {
    const clock = new VirtualClock();
    const board = createBoard({ chip: 'BK7231T', clock, condition: 'blank' });
    const log: string[] = [];
    board.onEvent((event) => log.push(Object.values(event).join(' ')));
    board.pressReset();
    await clock.advance(3000);
    expect(log).toContain('application nothing bootable');
  });
});

describe('addresses', () => {
  it('are the same on two boards by the fault, whatever their chips', () => {
    const clock = new VirtualClock();
    const tuning = tuningOfFaults(['duplicate-mac']);
    const boards = (['BK7231T', 'BK7231N'] as const).map((chip) => createBoard({ chip, clock, ...tuning }));
    expect(new Set(boards.map(({ mac }) => mac)).size).toBe(1);
  });
});
