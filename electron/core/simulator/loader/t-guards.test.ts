import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { crc, erase, LINK, long, read4k, write, write4k } from '../testing/frames.js';
import { bytesOf, hexOf, ramp, same } from '../testing/hex.js';
import { linked } from '../testing/loader-bench.js';

const T = { chip: 'BK7231T' } as const;
const OK_LINK = '04 0E 05 01 E0 FC 01 00';
const ZEROS = new Uint8Array(4096);

/** A loader that has unprotected the flash by an erase far from everything else. */
function opened() {
  const bench = linked(T);
  bench.host.ask(erase(0x20, 0x1a0000));
  return bench;
}

const blank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0xff);

describe('where the T loader says no (protocol §0.7, §4)', () => {
  it.each([
    [0x0000, 6],
    [0x20e0, 6],
    [0xffff, 6],
    [0x10000, 0],
    [0x10fff, 0],
    [0x11000, 0],
  ])('06, 09 and 0F at %i: status %i', (address, status) => {
    const { host } = opened();
    for (const request of [write(address, [0xff]), read4k(address), erase(0x20, address)]) {
      host.send(request);
      const reply = host.take();
      expect(reply[9]).toBe(request[7]);
      expect(reply[10]).toBe(status);
    }
  });

  it.each([
    [0x0000, 6, '04 0E FF 01 E0 FC F4 06 00 07 06 E0 20 00 00'],
    [0x20df, 6, '04 0E FF 01 E0 FC F4 06 00 07 06 E0 20 00 00'],
    [0x20e0, 0, '04 0E FF 01 E0 FC F4 06 00 07 00 E0 20 00 00'],
    [0xf000, 0, '04 0E FF 01 E0 FC F4 06 00 07 00 00 F0 00 00'],
    [0x10fff, 0, '04 0E FF 01 E0 FC F4 06 00 07 00 FF 0F 01 00'],
  ])('07 at %i: status %i', (address, status, reply) => {
    const { host, board } = opened();
    const before = board.flashImage();
    expect(host.ask(write4k(address, ZEROS))).toBe(reply);
    expect(same(board.flashImage(), before)).toBe(status === 6);
  });

  it('by a read of one payload byte instead of 4096, for any address below 0x10000', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (address) => {
        const low = hexOf([address & 0xff, address >>> 8]);
        expect(linked(T).host.ask(read4k(address))).toBe(`04 0E FF 01 E0 FC F4 07 00 09 06 ${low} 00 00 00`);
      }),
      { numRuns: 15 },
    );
  });

  it('and spends no unprotection on it: the erase behind a refused one works', () => {
    const { host, board } = linked({ ...T, flash: filled() });
    host.ask(erase(0x20, 0x0));
    host.ask(erase(0x20, 0x11000));
    expect(blank(board.flashImage().subarray(0x11000, 0x12000))).toBe(true);
  });
});

/** Factory content with zeros in the first sectors of the application. */
function filled(): Uint8Array {
  const flash = linked(T).board.flashImage();
  return flash.fill(0, 0x11000, 0x40000);
}

describe('what the T loader destroys without a word', () => {
  it.each([
    ['the last sector of the bootloader', erase(0x20, 0x10000)],
    ['the same by its last byte', erase(0x20, 0x10fff)],
    ['the 64K block in which the application starts', erase(0xd8, 0x11000)],
    ['the bootloader through the alias behind the flash', erase(0x20, 0x200000)],
    ['the bootloader through the 24-bit mask', erase(0x20, 0x1000000)],
    ['4K of the bootloader above 0x20E0', write4k(0x4000, ZEROS)],
  ])('%s', (_, request) => {
    const { host, board, log } = opened();
    host.send(request);
    expect(host.take()[10]).toBe(0);
    expect(host.ask(LINK)).toBe(OK_LINK);
    board.pressReset();
    expect(host.ask(LINK)).toBe('');
    expect(log.at(-1)).toMatch(/bootloader destroyed/);
  });

  it('is nothing from 0x11000 on', () => {
    const { host, board } = opened();
    host.ask(erase(0x20, 0x11000));
    host.ask(erase(0xd8, 0x20000));
    host.ask(write4k(0x11000, ZEROS));
    board.pressReset();
    expect(host.ask(LINK)).toBe(OK_LINK);
  });
});

describe('addresses on class T (protocol §4)', () => {
  it('alias every flash size, and every 16 MiB by the 24-bit mask', () => {
    for (const alias of [0x211000, 0x411000, 0x811000, 0x1011000, 0xff011000]) {
      const { host, board } = linked({ ...T, flash: filled() });
      host.send(erase(0x20, alias));
      const echo = hexOf([alias & 0xff, (alias >>> 8) & 0xff, (alias >>> 16) & 0xff, alias >>> 24]);
      expect(host.look()).toBe(`04 0E FF 01 E0 FC F4 07 00 0F 00 20 ${echo}`);
      expect(blank(board.flashImage().subarray(0x11000, 0x12000))).toBe(true);
      expect(board.flashImage()[0x12000]).toBe(0);
      host.ask(write4k(alias, ramp(4096)));
      host.send(read4k(0x11000));
      expect(same(host.take().subarray(15), ramp(4096))).toBe(true);
      expect(host.ask(crc(alias, alias + 0xfff))).toBe(host.ask(crc(0x11000, 0x11fff)));
    }
  });

  it('show the bootloader at 0x200000, as other hosts read it', () => {
    const { host, board } = linked(T);
    for (let at = 0; at < 0x11000; at += 0x1000) {
      host.send(read4k(0x200000 + at));
      expect(same(host.take().subarray(15), board.flashImage().subarray(at, at + 0x1000))).toBe(true);
    }
  });

  it.each([0x21, 0x52, 0x5c, 0xdc, 0x00, 0xff])('opcode %i is acknowledged and not executed', (opcode) => {
    const { host, board } = linked({ ...T, flash: filled() });
    const before = board.flashImage();
    expect(host.ask(erase(opcode, 0x18000))).toBe(
      `04 0E FF 01 E0 FC F4 07 00 0F 00 ${hexOf([opcode])} 00 80 01 00`,
    );
    expect(same(board.flashImage(), before)).toBe(true);
  });
});

describe('programming on class T', () => {
  it('only clears bits: a second write without an erase leaves the AND of both', () => {
    const { host, board } = opened();
    host.ask(write(0x30000, [0xf0, 0x0f]));
    host.ask(write(0x30000, [0x3c, 0x3c]));
    expect(hexOf(board.flashImage().subarray(0x30000, 0x30003))).toBe('30 0C FF');
    host.ask(write4k(0x30000, new Uint8Array(4096).fill(0xf1)));
    expect(hexOf(board.flashImage().subarray(0x30000, 0x30003))).toBe('30 00 F1');
  });

  it('wraps inside a page where the host crosses one', () => {
    const { host, board } = opened();
    host.ask(write(0x300fe, [1, 2, 3, 4]));
    expect(hexOf(board.flashImage().subarray(0x300fe, 0x30102))).toBe('01 02 FF FF');
    expect(hexOf(board.flashImage().subarray(0x30000, 0x30002))).toBe('03 04');
  });

  it.each([
    [1, '01'],
    [255, 'FF'],
    [256, '00'],
  ])('tells %i bytes written as %s', (count, told) => {
    expect(opened().host.ask(write(0x30000, ramp(count)))).toBe(
      `04 0E FF 01 E0 FC F4 07 00 06 00 00 00 03 00 ${told}`,
    );
  });

  it('waits for the missing bytes of a short last frame, however long, and eats what comes (§0.10, §2.5)', async () => {
    const { host, board, clock } = opened();
    host.send(write4k(0x30000, ZEROS).subarray(0, 12 + 300));
    await clock.advance(3_600_000);
    for (let count = 0; count < 3; count++) expect(host.ask(LINK)).toBe('');
    // The first page is in already; link checks became data of the second.
    expect(hexOf(board.flashImage().subarray(0x300fe, 0x30101))).toBe('00 00 FF');
    host.send(new Uint8Array(4108).fill(0xff));
    expect(host.look()).toBe('04 0E FF 01 E0 FC F4 06 00 07 00 00 00 03 00');
    expect(hexOf(board.flashImage().subarray(0x30000 + 300, 0x30000 + 305))).toBe(hexOf(LINK));
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('swallows a 4K write of any other announced length', () => {
    const { host, board } = opened();
    const before = board.flashImage();
    for (const count of [0, 1, 256, 4095, 4097]) {
      expect(host.ask(long(0x07, [...bytesOf('00 00 03 00'), ...new Uint8Array(count)]))).toBe('');
    }
    expect(same(board.flashImage(), before)).toBe(true);
    expect(host.ask(LINK)).toBe(OK_LINK);
  });
});
