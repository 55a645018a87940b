import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import { AutoOperator } from './auto-operator.js';
import { createBoard } from './board/create-board.js';
import { isMcuChatter } from './mcu-chatter-heard.js';
import { flashWithApp } from './testing/app-image.js';
import { BenchHost } from './testing/bench-host.js';
import { LINK } from './testing/frames.js';
import { bytesOf } from './testing/hex.js';
import { testFrame } from './testing/test-bench.js';
import type { CreateBoardOptions } from './tuning.js';

function bench(options: Partial<CreateBoardOptions> = {}, patience?: { patienceMs: number }) {
  const clock = new VirtualClock();
  const board = createBoard({ chip: 'BK7231N', clock, ...options });
  const presses: number[] = [];
  board.onEvent((event) => event.type === 'reset' && event.by === 'button' && presses.push(clock.now()));
  const operator = new AutoOperator(board, { clock, ...patience });
  const host = new BenchHost(board);
  const poll = async (bytes: Uint8Array, ms: number, every = 10): Promise<void> => {
    for (let passed = 0; passed < ms; passed += every) {
      host.send(bytes);
      await clock.advance(every);
    }
  };
  return { clock, board, presses, operator, host, poll };
}

describe('a hand beside the board', () => {
  it('presses reset once the host has polled in vain for its patience', async () => {
    const { presses, poll, host } = bench();
    await poll(LINK, 700);
    expect(presses).toEqual([600]);
    expect(host.look()).toContain('04 0E 05 01 E0 FC 01 00');
  });

  it('has as much patience as it is given', async () => {
    const { presses, poll } = bench({}, { patienceMs: 50 });
    await poll(LINK, 100);
    expect(presses).toEqual([50]);
  });

  it('leaves a board alone that answers', async () => {
    const { presses, poll, board } = bench();
    board.pressReset();
    await poll(LINK, 5000);
    expect(presses.length).toBe(1);
  });

  it('leaves a board alone whose host is not polling', async () => {
    const { presses, host, clock } = bench();
    host.send(LINK);
    await clock.advance(10_000);
    host.send(LINK);
    await clock.advance(10_000);
    expect(presses).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('gives a restarted board the time to come up', async () => {
    const { presses, poll, board, host } = bench({ flash: flashWithApp('BK7231N') });
    host.rate = 9600;
    board.pressReset();
    await poll(testFrame(0), 1500, 60);
    expect(presses).toEqual([0]);
    expect(host.look()).toContain('55 AA 00 00 00 02');
  });

  it('takes an application that talks to its MCU for no answer', async () => {
    const { presses, poll, clock, host, board } = bench({ flash: flashWithApp('BK7231N') });
    board.pressReset();
    await clock.advance(10_000);
    host.rate = 9600;
    await poll(testFrame(0), 2500, 60);
    expect(presses.length).toBe(2);
    expect(host.look()).toContain('55 AA 00 00 00 02');
  });

  it('is gone after dispose', async () => {
    const { presses, poll, operator } = bench();
    await poll(LINK, 300);
    operator.dispose();
    operator.dispose();
    await poll(LINK, 1000);
    expect(presses).toEqual([]);
  });
});

describe('chatter', () => {
  it('is heartbeats and product queries only', () => {
    expect(isMcuChatter(bytesOf('55 AA 00 00 00 00 FF'))).toBe(true);
    expect(isMcuChatter(bytesOf('55 AA 00 01 00 00 00 55 AA 00 00 00 00 FF'))).toBe(true);
    for (const other of ['', '55 AA 00 00 00 02 03 0C 10', '04 0E 05 01 E0 FC 01', '55 AA 00 09 00 00 08']) {
      expect(isMcuChatter(bytesOf(other))).toBe(false);
    }
  });
});
