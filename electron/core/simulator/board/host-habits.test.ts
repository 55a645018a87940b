import { afterEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { flashWithApp } from '../testing/app-image.js';
import { BenchHost } from '../testing/bench-host.js';
import { crc, erase, LINK, long, read4k, readReg, setBaud, short, write4k } from '../testing/frames.js';
import { ramp, same } from '../testing/hex.js';
import type { CreateBoardOptions } from '../tuning.js';
import type { Board } from './board.js';
import { createBoard } from './create-board.js';
import { macDigits } from './mac-digits.js';

const OK_LINK = '04 0E 05 01 E0 FC 01 00';
const CHIPS = ['BK7231T', 'BK7231N'] as const;

let board: Board;
afterEach(() => board.dispose());

function bench(options: Omit<CreateBoardOptions, 'clock'>) {
  const clock = new VirtualClock();
  board = createBoard({ clock, ...options });
  return { clock, host: new BenchHost(board) };
}

describe.each(CHIPS)('how hosts get the bus of a %s (protocol §9)', (chip) => {
  it('polling while somebody switches the power: the first check inside the window is answered', async () => {
    const { clock, host } = bench({ chip, flash: flashWithApp(chip) });
    await clock.advance(3000);
    board.power(false);
    host.take();
    for (let count = 0; count < 20; count++) {
      expect(host.ask(LINK)).toBe('');
      await clock.advance(10);
    }
    board.power(true);
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it.each([
    ['hid: RTS 200 ms, DTR off', [{ dtr: false, rts: true }, 200, { rts: false }]],
    ['gui: both 50 ms, both off', [{ dtr: true, rts: true }, 50, { dtr: false, rts: false }]],
    ['bk: both, DTR off, RTS off', [{ rts: true, dtr: true }, 100, { dtr: false }, 100, { rts: false }]],
    ['t5: RTS 300 ms, 4 ms of patience', [{ dtr: false, rts: true }, 300, { rts: false }, 4]],
  ] as const)('%s', async (_, steps) => {
    const { clock, host } = bench({ chip, resetWired: true });
    for (const step of steps) {
      if (typeof step === 'number') await clock.advance(step);
      else board.setLines(step);
    }
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('sending the words for running applications first: junk to the loader', async () => {
    const { clock, host } = bench({ chip });
    board.pressReset();
    host.send(Buffer.from('reboot\r\n'));
    host.ask(short(0xfe, 0x95, 0x27, 0x95, 0x27));
    expect(host.ask(LINK)).toBe(OK_LINK);
    await clock.advance(1000);
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('told apart by register 800000, else by 11 (protocol §10)', () => {
    const { host } = bench({ chip });
    board.pressReset();
    host.ask(LINK);
    const id = host.ask(readReg(0x800000));
    const version = host.ask(short(0x11));
    if (chip === 'BK7231N') {
      expect(id).toMatch(/1C 23 07 00$/);
      expect(version).toBe('04 0E 05 01 E0 FC 11 07');
    } else {
      expect(id).toBe('');
      expect(version.split(' ').length).toBe(23);
    }
  });

  it('finding the size of the flash by its wrap (protocol §10.4)', () => {
    const { host } = bench({ chip, flash: flashWithApp(chip) });
    board.pressReset();
    host.ask(LINK);
    const at = (address: number): Uint8Array => {
      host.send(read4k(address));
      return host.take().slice(15);
    };
    for (const size of [0x200000, 0x400000, 0x800000])
      expect(same(at(0x11000), at(0x11000 + size))).toBe(true);
    expect(same(at(0x11000), at(0x111000))).toBe(false);
  });
});

describe('a whole session in the order of the page (protocol §13.1)', () => {
  it.each(CHIPS)('leaves a %s with the image, verified, and running', async (chip) => {
    const { clock, host } = bench({ chip, statusRegister: 0x401c });
    const image = flashWithApp(chip).slice(0x11000, 0x12000);
    board.pressReset();
    host.ask(LINK);
    host.send(setBaud(921600, 20));
    host.rate = 921600;
    await clock.advance(25);
    host.take();
    if (chip === 'BK7231N') host.ask(long(0x0d, [0x01, 0x00, 0x00]));
    else host.ask(LINK);
    host.ask(erase(0x20, 0x11000));
    expect(host.ask(crc(0x11000, 0x11fff))).toBe('04 0E 08 01 E0 FC 10 F5 98 AB 0E');
    host.ask(LINK);
    host.ask(erase(0x20, 0x11000));
    host.ask(write4k(0x11000, image));
    host.send(read4k(0x11000));
    expect(same(host.take().subarray(15), image)).toBe(true);
    const events: string[] = [];
    board.onEvent((event) => events.push(Object.values(event).join(' ')));
    for (let count = 0; count < 3; count++) expect(host.ask(short(0x0e, 0xa5))).toBe('');
    expect(events).toEqual(['reset loader']);
    await clock.advance(1300);
    expect(events.at(-1)).toBe('application production test window');
  });
});

describe('a MAC', () => {
  it('is twelve hex digits in any case, and nothing else', () => {
    expect(macDigits('D81F12ABCDEF')).toBe('d81f12abcdef');
    for (const bad of [
      '',
      'd81f12abcde',
      'd81f12abcdef0',
      'd8:1f:12:ab:cd:ef',
      'g81f12abcdef',
      ' d81f12abcdef',
    ])
      expect(() => macDigits(bad)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

it('watchers see what the host sends, listening or not, until they leave', () => {
  const { host } = bench({ chip: 'BK7231T' });
  const seen: string[] = [];
  const leave = board.onReceive((bytes, rate) => seen.push(`${bytes.length} at ${rate}`));
  host.send(ramp(3));
  board.power(false);
  host.send(LINK);
  leave();
  host.send(LINK);
  expect(seen).toEqual(['3 at 115200', '5 at 115200']);
});
