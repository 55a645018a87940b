import { describe, expect, it } from 'vitest';

import { TH25Q16HB, type FlashPart } from '../flash/part.js';
import { crc, erase, LINK, read4k, write, write4k } from '../testing/frames.js';
import { linked } from '../testing/loader-bench.js';
import { protectValue } from './t-flash-list.js';

const T = { chip: 'BK7231T' } as const;
const MARK = write(0x20000, [0x42]);
const part = (...jedec: [number, number, number]): FlashPart => ({ ...TH25Q16HB, jedec });

/** A linked loader and the question whether the flash takes a write right now. */
function bench(options: Partial<Parameters<typeof linked>[0]> = {}) {
  const { host, board } = linked({ ...T, ...options });
  let place = 0x20000;
  const takesWrites = (): boolean => {
    place += 0x100;
    host.ask(write(place, [0x00]));
    return board.flashImage()[place] === 0x00;
  };
  return { host, board, takesWrites };
}

describe('flag U (protocol §7.3)', () => {
  it('is set by a link check: the first 0F unprotects, a write alone does not', () => {
    const { host, takesWrites } = bench();
    expect(takesWrites()).toBe(false);
    host.ask(LINK);
    expect(takesWrites()).toBe(false);
    host.ask(erase(0x20, 0x11000));
    expect(takesWrites()).toBe(true);
  });

  it('is used up by the first 0F: after a CRC the second one finds it gone', () => {
    const { host, takesWrites } = bench();
    host.ask(erase(0x20, 0x11000));
    host.ask(crc(0x11000, 0x11fff));
    expect(takesWrites()).toBe(false);
    host.ask(erase(0x20, 0x11000));
    expect(takesWrites()).toBe(false);
    host.ask(LINK);
    host.ask(erase(0x20, 0x11000));
    expect(takesWrites()).toBe(true);
  });

  it('stands through a CRC: link check, CRC, erase unprotects', () => {
    const { host, takesWrites } = bench();
    host.ask(crc(0x11000, 0x11fff));
    host.ask(erase(0x20, 0x11000));
    expect(takesWrites()).toBe(true);
  });

  it('is used by any 0F, executed or not', () => {
    const { host, takesWrites } = bench();
    host.ask(erase(0x52, 0x18000));
    expect(takesWrites()).toBe(true);
  });

  it('is one flag, however many link checks came', () => {
    const { host, takesWrites } = bench();
    for (let count = 0; count < 5; count++) host.ask(LINK);
    host.ask(erase(0x20, 0x11000));
    host.ask(crc(0x11000, 0x11fff));
    host.ask(erase(0x20, 0x11000));
    expect(takesWrites()).toBe(false);
  });

  it('leaves the flash open for everything until the next CRC: erases, writes, reads', () => {
    const { host, board, takesWrites } = bench();
    for (let sector = 0; sector < 4; sector++) {
      host.ask(erase(0x20, 0x30000 + sector * 0x1000));
      host.ask(write4k(0x30000 + sector * 0x1000, new Uint8Array(4096).fill(sector)));
      host.send(read4k(0x30000 + sector * 0x1000));
      expect(
        host
          .take()
          .subarray(15)
          .every((byte) => byte === sector),
      ).toBe(true);
    }
    expect(takesWrites()).toBe(true);
    expect(board.flashImage()[0x33fff]).toBe(3);
  });

  it('does not outlive a reset: the next session starts with its own link check', () => {
    const { host, board, takesWrites } = bench();
    board.pressReset();
    host.ask(erase(0x20, 0x11000));
    expect(takesWrites()).toBe(false);
  });
});

describe('protection in the part', () => {
  it('stays off over a reset where no CRC and no application came between', () => {
    const { host, board, takesWrites } = bench();
    host.ask(erase(0x20, 0x11000));
    board.pressReset();
    host.ask(LINK);
    expect(takesWrites()).toBe(true);
  });

  it('cannot be lifted where the status register is locked, and nobody says so', () => {
    const { host, board } = bench({ statusLocked: true });
    host.ask(erase(0x20, 0x20000));
    expect(host.ask(MARK)).toBe('04 0E FF 01 E0 FC F4 07 00 06 00 00 00 02 00 01');
    expect(board.flashImage()[0x20000]).toBe(0xff);
  });

  it('is not there on a module that was never protected', () => {
    expect(bench({ statusRegister: 0 }).takesWrites()).toBe(true);
  });
});

describe("the loader's own flash list (protocol §7.3)", () => {
  it.each([
    ['1C7015', part(0x1c, 0x70, 0x15), 'BK7231S_1.0.4', 0x7c],
    ['C84015', part(0xc8, 0x40, 0x15), 'BK7231S_1.0.5', 0x7c],
    ['EF4017', part(0xef, 0x40, 0x17), 'BK7231S_1.0.6', 0x7c],
    ['856016', part(0x85, 0x60, 0x16), null, 0x7c],
    ['C22315, Macronix', part(0xc2, 0x23, 0x15), 'BK7231S_1.0.6', 0x3c],
    ['EB6015 before 1.0.6', TH25Q16HB, 'BK7231S_1.0.5', 0],
    ['EB6015 from 1.0.6', TH25Q16HB, 'BK7231S_1.0.6', 0x7c],
    ['EB6015 later', TH25Q16HB, 'BK7231S_1.0.13', 0x7c],
    ['856015, not in it', part(0x85, 0x60, 0x15), 'BK7231S_1.0.6', 0],
  ])('%s', (_, flashPart, version, value) => expect(protectValue(flashPart, version)).toBe(value));

  it('decides whether a CRC protects at all', () => {
    for (const [flashPart, after] of [
      [part(0xc8, 0x40, 0x15), false],
      [part(0x85, 0x60, 0x15), true],
    ] as const) {
      const { host, takesWrites } = bench({ part: flashPart });
      host.ask(erase(0x20, 0x11000));
      host.ask(crc(0x11000, 0x11fff));
      expect(takesWrites()).toBe(after);
    }
  });
});
