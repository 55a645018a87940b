import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  crc,
  erase,
  LINK,
  long,
  read4k,
  readReg,
  setBaud,
  short,
  write,
  write4k,
} from '../testing/frames.js';
import { hexOf, ramp, same } from '../testing/hex.js';
import { inWindow, linked } from '../testing/loader-bench.js';

const T = { chip: 'BK7231T' } as const;
const OK_LINK = '04 0E 05 01 E0 FC 01 00';
const APP = [0x11000, 0x129fff] as const;

describe('the class T loader, worked examples (protocol §14)', () => {
  it.each([
    ['link check', '01 E0 FC 01 00', OK_LINK],
    [
      'boot version',
      '01 E0 FC 01 11',
      '04 0E 14 01 E0 FC 11 42 4B 37 32 33 31 53 5F 31 2E 30 2E 36 00 00 00',
    ],
    ['erase 4K', '01 E0 FC FF F4 06 00 0F 20 00 10 01 00', '04 0E FF 01 E0 FC F4 07 00 0F 00 20 00 10 01 00'],
    [
      'erase 64K',
      '01 E0 FC FF F4 06 00 0F D8 00 00 02 00',
      '04 0E FF 01 E0 FC F4 07 00 0F 00 D8 00 00 02 00',
    ],
    [
      'read 4K at 0',
      '01 E0 FC FF F4 05 00 09 00 00 00 00',
      '04 0E FF 01 E0 FC F4 07 00 09 06 00 00 00 00 00',
    ],
    ['CRC of the erased app', '01 E0 FC 09 10 00 10 01 00 FF 9F 12 00', '04 0E 08 01 E0 FC 10 65 5A 28 33'],
    ['the same, exclusive end', '01 E0 FC 09 10 00 10 01 00 00 A0 12 00', '04 0E 08 01 E0 FC 10 65 5A 28 33'],
    ['CRC of an erased sector', '01 E0 FC 09 10 00 10 01 00 FF 1F 01 00', '04 0E 08 01 E0 FC 10 F5 98 AB 0E'],
    ['CRC of loader 1.0.6', '01 E0 FC 09 10 00 00 00 00 FF 00 00 00', '04 0E 08 01 E0 FC 10 AC 36 34 1A'],
  ])('%s', (_, request, reply) => expect(linked(T).host.ask(request)).toBe(reply));

  it('writes 4K and 256 bytes', () => {
    const { host, board } = linked(T);
    host.ask(erase(0x20, 0x11000));
    expect(host.ask(write4k(0x11000, ramp(4096)))).toBe('04 0E FF 01 E0 FC F4 06 00 07 00 00 10 01 00');
    expect(host.ask(crc(0x11000, 0x11fff))).toBe('04 0E 08 01 E0 FC 10 7D DF 6E 5D');
    host.ask(LINK);
    host.ask(erase(0x20, 0x11000));
    expect(host.ask(write(0x11000, ramp(256)))).toBe('04 0E FF 01 E0 FC F4 07 00 06 00 00 10 01 00 00');
    expect(host.ask(write(0x11100, [1, 2, 3]))).toBe('04 0E FF 01 E0 FC F4 07 00 06 00 00 11 01 00 03');
    expect(hexOf(board.flashImage().subarray(0x110fe, 0x11105))).toBe('FE FF 01 02 03 FF FF');
  });

  it('reads 4K, and the bootloader through its alias', () => {
    const { host, board } = linked(T);
    host.send(read4k(0x11000));
    const reply = host.take();
    expect(reply.length).toBe(4111);
    expect(hexOf(reply.subarray(0, 15))).toBe('04 0E FF 01 E0 FC F4 06 10 09 00 00 10 01 00');
    host.send(read4k(0x200000));
    const alias = host.take();
    expect(hexOf(alias.subarray(0, 15))).toBe('04 0E FF 01 E0 FC F4 06 10 09 00 00 00 20 00');
    expect(alias.subarray(15)).toEqual(board.flashImage().subarray(0, 4096));
  });

  it('computes the CRC of the app partition full of 00..FF', () => {
    const flash = inWindow(T).board.flashImage();
    flash.set(ramp(0x119000), 0x11000);
    expect(linked({ ...T, flash }).host.ask(crc(...APP))).toBe('04 0E 08 01 E0 FC 10 E5 64 04 B4');
  });
});

describe('what the class T loader leaves unsaid', () => {
  it.each([
    ['read register', readReg(0x800000)],
    ['write register', short(0x01, 0, 0, 0x80, 0, 0, 0, 0, 0)],
    ['BL2 link check', short(0x02)],
    ['SEAN', short(0x70, 0x53, 0x45, 0x41, 0x4e)],
    ['stay in ROM', short(0xaa, 0x55)],
    ['application reboot', short(0xfe, 0x95, 0x27, 0x95, 0x27)],
    ['MID', long(0x0e, [0x9f, 0, 0, 0])],
    ['read SR', long(0x0c, [0x05])],
    ['write SR', long(0x0d, [0x01, 0, 0])],
    ['chip erase', long(0x0a, [4])],
    ['erase 0B', long(0x0b, [0, 0x10, 1, 0])],
    ['read n', long(0x08, [0, 0x10, 1, 0, 16, 0])],
    ['unknown operation', long(0xe7, [0, 0, 0, 0])],
    ['wrong reboot magic', short(0x0e, 0xa6)],
    ['CRC of another length', short(0x10, 0, 0, 0, 0)],
    ['short set baud', short(0x0f, 0, 0x10, 0x0e, 0)],
    ['short 4K write', long(0x07, [0, 0x10, 1, 0, 1, 2, 3])],
    ['reboot word', Uint8Array.from(Buffer.from('reboot\r\n'))],
  ])('%s: no reply, and the next link check is answered', (_, request) => {
    const { host, log } = linked(T);
    expect(host.ask(request)).toBe('');
    expect(host.ask(LINK)).toBe(OK_LINK);
    expect(log.filter((line) => line.startsWith('reset'))).toEqual(['reset button']);
  });

  it('knows no 11 where it is not a Tuya loader', () => {
    expect(linked({ ...T, bootVersion: null }).host.ask(short(0x11))).toBe('');
  });

  it('answers every queued link check', () => {
    const { host } = inWindow(T);
    host.send(Buffer.concat(Array.from({ length: 7 }, () => LINK)));
    expect(host.look()).toBe(Array.from({ length: 7 }, () => OK_LINK).join(' '));
  });
});

describe('protection on class T (protocol §7.3)', () => {
  const sector = new Uint8Array(4096).fill(0xa5);

  it('is taken off by the first erase behind a link check, and by no write', () => {
    const { host, board } = linked(T);
    const reply = '04 0E FF 01 E0 FC F4 06 00 07 00 00 10 01 00';
    expect(host.ask(write4k(0x11000, sector))).toBe(reply);
    expect(board.flashImage()[0x11000]).toBe(0xff);
    host.ask(erase(0x20, 0x11000));
    expect(host.ask(write4k(0x11000, sector))).toBe(reply);
    expect(board.flashImage()[0x11000]).toBe(0xa5);
  });

  it('comes back with every CRC: erase and write say 0 and do nothing until link check and erase', () => {
    const { host, board } = linked(T);
    host.ask(erase(0x20, 0x11000));
    host.ask(write4k(0x11000, sector));
    host.ask(crc(0x11000, 0x11fff));
    expect(host.ask(erase(0x20, 0x11000))).toMatch(/^04 0E FF 01 E0 FC F4 07 00 0F 00 20/);
    expect(board.flashImage()[0x11000]).toBe(0xa5);
    host.ask(LINK);
    host.ask(erase(0x20, 0x11000));
    expect(board.flashImage()[0x11000]).toBe(0xff);
  });

  it('stays where reads are all that happens', () => {
    const { host, board } = linked(T);
    host.ask(erase(0x20, 0x11000));
    host.send(read4k(0x11000));
    host.take();
    host.ask(write4k(0x11000, sector));
    expect(board.flashImage()[0x11000]).toBe(0xa5);
  });
});

describe('addresses on class T (protocol §0.7, §4)', () => {
  it('refuses 06, 09 and 0F below 0x10000 with status 6', () => {
    const { host, board } = linked(T);
    const before = board.flashImage();
    expect(host.ask(write(0xff00, [0]))).toBe('04 0E FF 01 E0 FC F4 07 00 06 06 00 FF 00 00 01');
    expect(host.ask(read4k(0xf000))).toBe('04 0E FF 01 E0 FC F4 07 00 09 06 00 F0 00 00 00');
    expect(host.ask(erase(0x20, 0xf000))).toBe('04 0E FF 01 E0 FC F4 07 00 0F 06 20 00 F0 00 00');
    expect(host.ask(erase(0xd8, 0))).toBe('04 0E FF 01 E0 FC F4 07 00 0F 06 D8 00 00 00 00');
    expect(same(board.flashImage(), before)).toBe(true);
  });

  it('refuses 07 below 0x20E0 only, with E0 20 in the echoed address', () => {
    const { host, board } = linked(T);
    host.ask(erase(0x20, 0x11000));
    const before = board.flashImage();
    expect(host.ask(write4k(0x1000, new Uint8Array(4096)))).toBe(
      '04 0E FF 01 E0 FC F4 06 00 07 06 E0 20 00 00',
    );
    expect(same(board.flashImage(), before)).toBe(true);
    expect(host.ask(write4k(0x3000, new Uint8Array(4096)))).toBe(
      '04 0E FF 01 E0 FC F4 06 00 07 00 00 30 00 00',
    );
    expect(board.flashImage()[0x3000]).toBe(0);
  });

  it('lets 0x10000..0x10FFF be erased without a word, and is dead after the next reset', async () => {
    const { host, board, clock } = linked(T);
    expect(host.ask(erase(0x20, 0x10000))).toBe('04 0E FF 01 E0 FC F4 07 00 0F 00 20 00 00 01 00');
    board.pressReset();
    expect(host.ask(LINK)).toBe('');
    await clock.advance(5000);
    expect(host.ask(LINK)).toBe('');
  });

  it('takes addresses modulo the flash size, after the test for 0x10000', () => {
    const { host, board } = linked(T);
    host.ask(erase(0x20, 0x211000));
    host.ask(write(0x211000, [0x42]));
    expect(board.flashImage()[0x11000]).toBe(0x42);
  });

  it('executes 20 and D8 only, and acknowledges the rest', () => {
    const { host, board } = linked(T);
    host.ask(erase(0x20, 0x11000));
    host.ask(write(0x18000, [0]));
    expect(host.ask(erase(0x52, 0x18000))).toBe('04 0E FF 01 E0 FC F4 07 00 0F 00 52 00 80 01 00');
    expect(board.flashImage()[0x18000]).toBe(0);
    host.ask(erase(0xd8, 0x10000 + 0x8000));
    expect(board.flashImage()[0x18000]).toBe(0xff);
  });

  it('counts whole pages only in a CRC, and drops the rest', () => {
    const { host } = linked(T);
    host.ask(erase(0x20, 0x11000));
    host.ask(write(0x11100, [0]));
    const page = host.ask(crc(0x11000, 0x110ff));
    expect(host.ask(crc(0x11000, 0x110ff + 0xff))).toBe(page);
    expect(host.ask(crc(0x11000, 0x110ff + 0x100))).not.toBe(page);
    expect(host.ask(crc(0x11000, 0x11010))).toBe('04 0E 08 01 E0 FC 10 FF FF FF FF');
  });

  it('is lost in a CRC over an end before its start, until somebody resets it', () => {
    const { host, board } = linked(T);
    expect(host.ask(crc(0x12000, 0x11000))).toBe('');
    expect(host.ask(LINK)).toBe('');
    board.pressReset();
    expect(host.ask(LINK)).toBe(OK_LINK);
  });
});

describe('set baud rate (protocol §3.2)', () => {
  it('answers delay + 1 ms later, at the new rate', async () => {
    const { host, clock } = linked(T);
    host.send(setBaud(921600, 20));
    await clock.advance(20.9);
    expect(host.look()).toBe('');
    await clock.advance(0.2);
    expect(host.understands).toBe(false);
    host.rate = 921600;
    expect(host.understands).toBe(true);
    expect(host.look()).toBe('04 0E 09 01 E0 FC 0F 00 10 0E 00 14');
    expect(host.ask(LINK)).toBe(OK_LINK);
    host.rate = 115200;
    expect(host.ask(LINK)).not.toContain(OK_LINK);
  });

  it.each([
    [1_500_000, '04 0E 09 01 E0 FC 0F 60 E3 16 00 14'],
    [2_000_000, '04 0E 09 01 E0 FC 0F 80 84 1E 00 14'],
  ])('to %d', async (rate, reply) => {
    const { host, clock } = linked(T);
    host.send(setBaud(rate, 20));
    await clock.advance(22);
    expect(host.look()).toBe(reply);
    host.rate = rate;
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('to 3 M leaves nobody understood', async () => {
    const { host, clock } = linked(T);
    host.send(setBaud(3_000_000, 0));
    await clock.advance(2);
    host.rate = 3_000_000;
    expect(host.understands).toBe(false);
    expect(host.ask(LINK)).not.toContain(OK_LINK);
  });
});

describe('the class T loader under fire', () => {
  it('has a 4K write half done when it is reset in its middle', () => {
    const { host, board } = linked(T);
    host.ask(erase(0x20, 0x11000));
    host.send(write4k(0x11000, new Uint8Array(4096)).subarray(0, 8 + 4 + 5 * 256 + 17));
    board.pressReset();
    const image = board.flashImage();
    expect(image.subarray(0x11000, 0x11500).every((byte) => byte === 0)).toBe(true);
    expect(image.subarray(0x11500, 0x12000).every((byte) => byte === 0xff)).toBe(true);
  });

  it('never throws, and answers again after filler, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.boolean(), (junk, framed) => {
        const { host } = linked(T);
        for (const bytes of junk)
          host.send(framed ? Buffer.concat([Buffer.from([1, 0xe0, 0xfc]), bytes]) : bytes);
        host.send(new Uint8Array(65540).fill(0xff));
        host.take();
        expect(host.ask(LINK)).toBe(OK_LINK);
      }),
      { numRuns: 40 },
    );
  });
});
