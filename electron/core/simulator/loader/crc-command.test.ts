import { crc32 } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomBytes, seededRandom } from '../random.js';
import { crc, LINK, write } from '../testing/frames.js';
import { hexOf, ramp } from '../testing/hex.js';
import { linked } from '../testing/loader-bench.js';

const CHIPS = ['BK7231T', 'BK7231N'] as const;
const NOTHING = '04 0E 08 01 E0 FC 10 FF FF FF FF';

/** The reply to a CRC over `bytes`: init FFFFFFFF, reflected, no final XOR, little-endian: NOT of zlib's (protocol §6). */
function replyFor(bytes: Uint8Array): string {
  const wire = Buffer.alloc(4);
  wire.writeUInt32LE(~crc32(bytes) >>> 0);
  return `04 0E 08 01 E0 FC 10 ${hexOf(wire)}`;
}

/** A part of noise at 0x11000, the rest erased. */
function noisy(chip: (typeof CHIPS)[number]): Uint8Array {
  const flash = linked({ chip }).board.flashImage();
  flash.set(randomBytes(seededRandom(11), 0x2000), 0x11000);
  return flash;
}

describe.each(CHIPS)('the CRC of a %s over whole pages (protocol §6)', (chip) => {
  const flash = noisy(chip);

  it('is that of the flash, end = start + length - 1', () => {
    const { host } = linked({ chip, flash });
    fc.assert(
      fc.property(fc.nat(0x1f00), fc.integer({ min: 1, max: 16 }), (offset, pages) => {
        const start = 0x11000 + offset;
        const end = start + pages * 256 - 1;
        expect(host.ask(crc(start, end))).toBe(replyFor(flash.subarray(start, end + 1)));
      }),
      { numRuns: 60 },
    );
  });

  it('runs over the end of the flash into its start', () => {
    const { host } = linked({ chip, flash });
    const around = Buffer.concat([flash.subarray(0x1fff00), flash.subarray(0, 0x100)]);
    expect(host.ask(crc(0x1fff00, 0x2000ff))).toBe(replyFor(around));
  });

  it('of the whole 2 MiB, and of the same through the alias', () => {
    const { host } = linked({ chip, flash });
    expect(host.ask(crc(0, 0x1fffff))).toBe(replyFor(flash));
    expect(host.ask(crc(0x200000, 0x3fffff))).toBe(replyFor(flash));
  });

  it('of no byte is the bare start value', () => {
    expect(linked({ chip, flash }).host.ask(crc(0x11000, 0x10fff))).toBe(NOTHING);
  });

  it('is not hindered by the guard of the bootloader', () => {
    expect(linked({ chip, flash }).host.ask(crc(0, 0xfff))).toBe(replyFor(flash.subarray(0, 0x1000)));
  });

  it('of an end far before its start keeps the loader busy until reset', () => {
    const { host, board, log } = linked({ chip, flash });
    expect(host.ask(crc(0x20000, 0x11000))).toBe('');
    expect(host.ask(LINK)).toBe('');
    expect(log.at(-1)).toMatch(/busy until reset/);
    board.pressReset();
    expect(host.ask(LINK)).toBe('04 0E 05 01 E0 FC 01 00');
  });

  it('of the app partition full of 00..FF is the one on the page (protocol §14)', () => {
    const full = flash.slice();
    full.set(ramp(0x119000), 0x11000);
    expect(linked({ chip, flash: full }).host.ask(crc(0x11000, 0x129fff))).toBe(
      '04 0E 08 01 E0 FC 10 E5 64 04 B4',
    );
  });
});

describe('the CRC of a range that is no multiple of 256 (protocol §6)', () => {
  it('drops the rest on T', () => {
    const flash = noisy('BK7231T');
    const { host } = linked({ chip: 'BK7231T', flash });
    fc.assert(
      fc.property(fc.nat(0x800), fc.integer({ min: 1, max: 0x1000 }), (offset, length) => {
        const start = 0x11000 + offset;
        const whole = length - (length % 256);
        expect(host.ask(crc(start, start + length - 1))).toBe(replyFor(flash.subarray(start, start + whole)));
      }),
      { numRuns: 60 },
    );
  });

  it('counts every byte on N', () => {
    const flash = noisy('BK7231N');
    const { host } = linked({ chip: 'BK7231N', flash });
    fc.assert(
      fc.property(fc.nat(0x800), fc.integer({ min: 1, max: 0x1000 }), (offset, length) => {
        const start = 0x11000 + offset;
        expect(host.ask(crc(start, start + length - 1))).toBe(
          replyFor(flash.subarray(start, start + length)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [1, true],
    [255, true],
    [256, false],
    [257, false],
  ])('T over %i bytes covers nothing: %s', (length, nothing) => {
    const { host } = linked({ chip: 'BK7231T', flash: noisy('BK7231T') });
    expect(host.ask(crc(0x11000, 0x11000 + length - 1)) === NOTHING).toBe(nothing);
  });

  it('makes the exclusive end right on T and one byte too long on N', () => {
    for (const chip of CHIPS) {
      const flash = noisy(chip);
      const { host } = linked({ chip, flash });
      const inclusive = host.ask(crc(0x11000, 0x11fff));
      expect(host.ask(crc(0x11000, 0x12000)) === inclusive).toBe(chip === 'BK7231T');
    }
  });
});

describe('what a CRC does besides', () => {
  it('follows a write made a moment ago', () => {
    const { host } = linked({ chip: 'BK7231N', statusRegister: 0 });
    host.ask(write(0x20000, ramp(256)));
    expect(host.ask(crc(0x20000, 0x200ff))).toBe(replyFor(ramp(256)));
  });

  it('takes its time, and queued link checks are answered behind it', async () => {
    const { host, clock } = linked({ chip: 'BK7231N', costs: { crcSpeed: 400 } });
    host.send(crc(0x11000, 0x11000 + 0x10000 - 1));
    host.send(LINK);
    await clock.advance(0x10000 / 400 - 1);
    expect(host.look()).toBe('');
    await clock.advance(2);
    expect(host.look()).toMatch(/^04 0E 08 01 E0 FC 10 .. .. .. .. 04 0E 05 01 E0 FC 01 00$/);
  });
});
