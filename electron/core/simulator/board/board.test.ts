import { afterEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { CreateBoardOptions } from '../tuning.js';
import { flashWithApp } from '../testing/app-image.js';
import { BenchHost } from '../testing/bench-host.js';
import { erase, LINK, long, short, write4k } from '../testing/frames.js';
import { same } from '../testing/hex.js';
import type { Board } from './board.js';
import { createBoard } from './create-board.js';

const OK_LINK = '04 0E 05 01 E0 FC 01 00';
const CHIPS = ['BK7231T', 'BK7231N'] as const;

let board: Board;
afterEach(() => board.dispose());

function bench(options: Omit<CreateBoardOptions, 'clock'>) {
  const clock = new VirtualClock();
  board = createBoard({ clock, ...options });
  const events: string[] = [];
  board.onEvent((event) => events.push(Object.values(event).join(' ')));
  return { clock, board, host: new BenchHost(board), events };
}

describe.each(CHIPS)('the boot window of a %s (protocol §0.2, §8b)', (chip) => {
  it('is over when the board comes to the bench', () => {
    const { host } = bench({ chip });
    expect(host.ask(LINK)).toBe('');
  });

  it('opens at reset for 400 ms', async () => {
    const { host, clock, events } = bench({ chip });
    board.pressReset();
    await clock.advance(399);
    expect(host.ask(LINK)).toBe(OK_LINK);
    board.pressReset();
    await clock.advance(401);
    expect(host.ask(LINK)).toBe('');
    expect(events).toContain('reset button');
    expect(events.at(-1)).toBe('application nothing bootable');
  });

  it('may be given another length', async () => {
    const { host, clock } = bench({ chip, windowMs: 50 });
    board.pressReset();
    await clock.advance(51);
    expect(host.ask(LINK)).toBe('');
  });

  it('never closes once a link check came', async () => {
    const { host, clock } = bench({ chip, flash: flashWithApp(chip) });
    board.pressReset();
    host.ask(LINK);
    await clock.advance(60_000);
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('opens at power up and not before, and not at power that is on already', async () => {
    const { host, clock, events } = bench({ chip });
    board.power(true);
    expect(host.ask(LINK)).toBe('');
    board.power(false);
    board.pressReset();
    expect(host.ask(LINK)).toBe('');
    board.power(true);
    await clock.advance(100);
    expect(host.ask(LINK)).toBe(OK_LINK);
    expect(events).toContain('power false');
    expect(events).toContain('power true');
    expect(events).not.toContain('reset button');
  });

  it('is back at 115200 after a reset, whatever the rate was', async () => {
    const { host, clock } = bench({ chip });
    board.pressReset();
    host.ask(LINK);
    host.send(short(0x0f, 0x00, 0x10, 0x0e, 0x00, 1));
    await clock.advance(3);
    host.take();
    board.pressReset();
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('restarts by the loader', async () => {
    const { host, clock, events } = bench({ chip });
    board.pressReset();
    host.ask(LINK);
    host.ask(short(0x0e, 0xa5));
    expect(events.at(-1)).toBe('reset loader');
    await clock.advance(401);
    expect(host.ask(LINK)).toBe('');
  });
});

describe('the RTS line', () => {
  it('holds a wired board in reset, and opens the window when it lets go', async () => {
    const { host, clock, events } = bench({ chip: 'BK7231N', resetWired: true });
    board.setLines({ rts: true, dtr: false });
    await clock.advance(200);
    expect(host.ask(LINK)).toBe('');
    board.setLines({ dtr: true });
    expect(host.ask(LINK)).toBe('');
    board.setLines({ rts: false });
    expect(host.ask(LINK)).toBe(OK_LINK);
    expect(events).toContain('reset line');
  });

  it('does nothing on any other board', () => {
    const { host, events } = bench({ chip: 'BK7231N' });
    board.setLines({ rts: true });
    board.setLines({ rts: false });
    expect(host.ask(LINK)).toBe('');
    expect(events).toEqual([]);
  });
});

describe('the boot chain (protocol §12.1)', () => {
  it.each(CHIPS)('of a %s ends at an application whose head and first block are right', async (chip) => {
    for (const [spoil, text] of [
      [null, 'application production test window'],
      [0x11004, 'application nothing bootable'],
      [0x11000 + 33, 'application nothing bootable'],
    ] as const) {
      const flash = flashWithApp(chip);
      if (spoil !== null) flash[spoil] = (flash[spoil] ?? 0) ^ 1;
      const { clock, events } = bench({ chip, flash });
      board.pressReset();
      await clock.advance(1300);
      expect(events.at(-1)).toBe(text);
      board.dispose();
    }
  });

  it('of class T is dead once anything below 0x11000 has changed', () => {
    const { host, events } = bench({ chip: 'BK7231T' });
    board.pressReset();
    host.ask(LINK);
    host.ask(erase(0x20, 0x11000));
    host.ask(write4k(0x3000, new Uint8Array(4096)));
    board.pressReset();
    expect(host.ask(LINK)).toBe('');
    expect(events.at(-1)).toContain('bootloader destroyed');
  });

  it('of class T has no loader without a bootloader from the start', () => {
    const { host } = bench({ chip: 'BK7231T', flash: new Uint8Array(0x200000).fill(0xff) });
    board.pressReset();
    expect(host.ask(LINK)).toBe('');
  });

  it('of class N answers with an empty flash, and boots nothing without its bootloader', async () => {
    const flash = flashWithApp('BK7231N').fill(0xff, 0, 0x11000);
    const { host, clock, events } = bench({ chip: 'BK7231N', flash });
    board.pressReset();
    expect(host.ask(LINK)).toBe(OK_LINK);
    board.pressReset();
    await clock.advance(401);
    expect(events.at(-1)).toBe('application nothing bootable');
  });

  it('of class N survives a chip erase as a loader', () => {
    const { host } = bench({ chip: 'BK7231N', statusRegister: 0 });
    board.pressReset();
    host.ask(LINK);
    host.ask(long(0x0a, [4]));
    expect(board.mac).toBe('c8478c000000');
    board.pressReset();
    expect(host.ask(LINK)).toBe(OK_LINK);
  });
});

describe('a board on the bench', () => {
  it('has its own MAC, given in any case, also over a given flash', () => {
    expect(bench({ chip: 'BK7231T' }).board.mac).toBe('d81f127231a0');
    board.dispose();
    expect(bench({ chip: 'BK7231N', mac: 'D81F12004A07' }).board.mac).toBe('d81f12004a07');
    board.dispose();
    const flash = flashWithApp('BK7231N');
    const given = bench({ chip: 'BK7231N', mac: '508a06000001', flash });
    expect(given.board.mac).toBe('508a06000001');
    expect(
      given.board
        .flashImage()
        .subarray(0, 0x1d0000)
        .every((byte, at) => byte === flash[at]),
    ).toBe(true);
  });

  it('refuses a flash of another size and what is no MAC', () => {
    const clock = new VirtualClock();
    board = createBoard({ chip: 'BK7231N', clock });
    expect(() => createBoard({ chip: 'BK7231N', clock, flash: new Uint8Array(5) })).toThrow(/USAGE/);
    expect(() => createBoard({ chip: 'BK7231N', clock, mac: 'd8:1f' })).toThrow(/USAGE/);
  });

  it('hands out copies of its flash', () => {
    bench({ chip: 'BK7231N' });
    const image = board.flashImage();
    image.fill(0);
    expect(same(board.flashImage(), image)).toBe(false);
  });

  it('does nothing any more after dispose', async () => {
    const { clock, host } = bench({ chip: 'BK7231N', flash: flashWithApp('BK7231N') });
    board.pressReset();
    board.dispose();
    expect(clock.pending).toBe(0);
    board.pressReset();
    expect(host.ask(LINK)).toBe('');
    await clock.advance(10_000);
    expect(clock.pending).toBe(0);
  });
});
