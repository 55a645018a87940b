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
  writeReg,
} from '../testing/frames.js';
import { hexOf, ramp, same } from '../testing/hex.js';
import { inWindow, linked } from '../testing/loader-bench.js';

const N = { chip: 'BK7231N' } as const;
const OPEN = { ...N, statusRegister: 0 } as const;
const OK_LINK = '04 0E 05 01 E0 FC 01 00';

describe('the class N mask ROM, worked examples (protocol §14)', () => {
  it.each([
    ['link check', '01 E0 FC 01 00', OK_LINK],
    ['chip id', '01 E0 FC 05 03 00 00 80 00', '04 0E 0C 01 E0 FC 03 00 00 80 00 1C 23 07 00'],
    [
      'write register',
      '01 E0 FC 09 01 74 00 80 00 01 01 00 00',
      '04 0E 0C 01 E0 FC 01 74 00 80 00 01 01 00 00',
    ],
    ['MID', '01 E0 FC FF F4 05 00 0E 9F 00 00 00', '04 0E FF 01 E0 FC F4 06 00 0E 00 00 EB 60 15'],
    ['read SR1', '01 E0 FC FF F4 02 00 0C 05', '04 0E FF 01 E0 FC F4 04 00 0C 00 05 1C'],
    ['read SR2', '01 E0 FC FF F4 02 00 0C 35', '04 0E FF 01 E0 FC F4 04 00 0C 00 35 40'],
    ['unprotect, 2 bytes', '01 E0 FC FF F4 04 00 0D 01 00 00', '04 0E FF 01 E0 FC F4 05 00 0D 00 01 00 00'],
    ['unprotect, 1 byte', '01 E0 FC FF F4 03 00 0D 01 00', '04 0E FF 01 E0 FC F4 04 00 0D 00 01 00'],
    ['protect', '01 E0 FC FF F4 04 00 0D 01 1C 00', '04 0E FF 01 E0 FC F4 05 00 0D 00 01 1C 00'],
    ['erase 4K', '01 E0 FC FF F4 06 00 0F 20 00 10 01 00', '04 0E FF 01 E0 FC F4 07 00 0F 00 20 00 10 01 00'],
    [
      'erase 32K',
      '01 E0 FC FF F4 06 00 0F 52 00 80 01 00',
      '04 0E FF 01 E0 FC F4 07 00 0F 00 52 00 80 01 00',
    ],
    [
      'erase 64K',
      '01 E0 FC FF F4 06 00 0F D8 00 00 02 00',
      '04 0E FF 01 E0 FC F4 07 00 0F 00 D8 00 00 02 00',
    ],
    ['erase 0B', '01 E0 FC FF F4 05 00 0B 00 10 01 00', '04 0E FF 01 E0 FC F4 06 00 0B 00 00 10 01 00'],
    ['chip erase', '01 E0 FC FF F4 02 00 0A 04', '04 0E FF 01 E0 FC F4 03 00 0A 00 04'],
    ['CRC of the erased app', '01 E0 FC 09 10 00 10 01 00 FF 9F 12 00', '04 0E 08 01 E0 FC 10 65 5A 28 33'],
    ['CRC of an erased sector', '01 E0 FC 09 10 00 10 01 00 FF 1F 01 00', '04 0E 08 01 E0 FC 10 F5 98 AB 0E'],
    [
      'CRC of loader 1.0.1, 257 bytes',
      '01 E0 FC 09 10 00 00 00 00 00 01 00 00',
      '04 0E 08 01 E0 FC 10 45 6E BE 1E',
    ],
    ['stay in ROM', '01 E0 FC 02 AA 55', '04 0E 05 01 E0 FC AA 55'],
  ])('%s', (_, request, reply) => {
    expect(linked({ ...N, statusRegister: 0x401c }).host.ask(request)).toBe(reply);
  });

  it('writes 4K and 256 bytes, and reads them', () => {
    const { host } = linked(OPEN);
    expect(host.ask(write4k(0x11000, ramp(4096)))).toBe('04 0E FF 01 E0 FC F4 06 00 07 00 00 10 01 00');
    expect(host.ask(crc(0x11000, 0x11fff))).toBe('04 0E 08 01 E0 FC 10 7D DF 6E 5D');
    expect(host.ask(write(0x12000, ramp(256)))).toBe('04 0E FF 01 E0 FC F4 07 00 06 00 00 20 01 00 00');
    host.send(read4k(0x11000));
    const reply = host.take();
    expect(hexOf(reply.subarray(0, 15))).toBe('04 0E FF 01 E0 FC F4 06 10 09 00 00 10 01 00');
    expect(reply.subarray(15)).toEqual(ramp(4096));
    expect(host.ask(long(0x08, [0xfe, 0x10, 0x01, 0, 4]))).toBe(
      '04 0E FF 01 E0 FC F4 0A 00 08 00 FE 10 01 00 FE FF 00 01',
    );
    expect(host.ask(long(0x08, [0xfe, 0x10, 0x01, 0, 2, 0]))).toBe(
      '04 0E FF 01 E0 FC F4 08 00 08 00 FE 10 01 00 FE FF',
    );
  });

  it.each(['04 0E 09 01 E0 FC 0F 00 10 0E 00 14'])('switches to 921600 and answers there', async (reply) => {
    const { host, clock } = linked(N);
    host.send(setBaud(921600, 20));
    await clock.advance(20.9);
    expect(host.look()).toBe('');
    await clock.advance(0.2);
    host.rate = 921600;
    expect(host.understands).toBe(true);
    expect(host.look()).toBe(reply);
  });
});

describe('how the mask ROM answers what is wrong (protocol §2.5, §3, §5)', () => {
  it.each([
    ['boot version is unknown', short(0x11), '04 0E 05 01 E0 FC 11 07'],
    ['BL2 link check is unknown', short(0x02), '04 0E 05 01 E0 FC 02 07'],
    ['FE is for applications', short(0xfe, 0x95, 0x27, 0x95, 0x27), '04 0E 05 01 E0 FC FE 07'],
    ['a length that is not its own', short(0x03, 0, 0), '04 0E 04 01 E0 FC 05'],
    ['another reboot payload is echoed', short(0x0e, 0x01), '04 0E 05 01 E0 FC 0E 01'],
    ['another reset magic is echoed', short(0x70, 1, 2, 3, 4), '04 0E 08 01 E0 FC 70 01 02 03 04'],
    ['an unknown operation', long(0xe7, [0, 0, 0, 0]), '04 0E FF 01 E0 FC F4 02 00 E7 07'],
    ['a 4K write of another length', long(0x07, [0, 0x10, 1, 0, 1]), '04 0E FF 01 E0 FC F4 02 00 07 04'],
    ['a page of 257 bytes', write(0x11000, new Uint8Array(257)), '04 0E FF 01 E0 FC F4 02 00 06 04'],
    ['an erase opcode it does not know', erase(0x5c, 0x11000), '04 0E FF 01 E0 FC F4 02 00 0F 06'],
    ['SR without its value', long(0x0d, [0x01]), '04 0E FF 01 E0 FC F4 02 00 0D 04'],
  ])('%s', (_, request, reply) => expect(linked(N).host.ask(request)).toBe(reply));

  it('ends an incomplete frame by silence, and says 5', async () => {
    const { host, clock } = linked(N);
    host.send(write4k(0x11000, ramp(4096)).subarray(0, 1000));
    await clock.advance(99);
    expect(host.look()).toBe('');
    await clock.advance(2);
    expect(host.look()).toBe('04 0E FF 01 E0 FC F4 02 00 07 05');
    host.send(short(0x10, 0, 0).subarray(0, 6));
    await clock.advance(101);
    // Length announced for two payload bytes, one came.
    expect(host.look()).toBe('04 0E 04 01 E0 FC 05');
    host.send(Uint8Array.of(1, 0xe0));
    await clock.advance(101);
    expect(host.look()).toBe('');
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('reboots on 0E A5, and by watchdog on SEAN', () => {
    for (const [request, by] of [
      [short(0x0e, 0xa5), 'reset loader'],
      [short(0x70, 0x53, 0x45, 0x41, 0x4e), 'reset watchdog'],
    ] as const) {
      const { host, log } = linked(N);
      expect(host.ask(request)).toBe('');
      expect(log.at(-1)).toBe(by);
    }
  });

  it('stays for AA 55 as for a link check', async () => {
    const { host, clock } = inWindow(N);
    host.ask(short(0xaa, 0x55));
    await clock.advance(1000);
    expect(host.ask(LINK)).toBe(OK_LINK);
  });
});

describe('protection on class N (protocol §0.8, §7.2)', () => {
  it.each([0x001c, 0x4000, 0x401c, 0x0004, 0x0060])(
    'SR %i: erase and write say 0 and do nothing',
    (statusRegister) => {
      const { host, board } = linked({ ...N, statusRegister });
      const before = board.flashImage();
      for (const request of [
        erase(0x20, 0),
        erase(0x52, 0),
        erase(0xd8, 0),
        long(0x0b, [0, 0, 0, 0]),
        long(0x0a, [4]),
      ]) {
        expect(host.ask(request)).toMatch(/^04 0E FF 01 E0 FC F4 .. 00 .. 00/);
      }
      expect(host.ask(write4k(0x11000, new Uint8Array(4096)))).toMatch(/ 07 00 00 10 01 00$/);
      expect(host.ask(write(0x11000, [0]))).toMatch(/ 06 00 00 10 01 00 01$/);
      expect(same(board.flashImage(), before)).toBe(true);
    },
  );

  it('goes with both bytes written, and CMP does not go with one', () => {
    const { host, board } = linked({ ...N, statusRegister: 0x401c });
    host.ask(long(0x0d, [0x01, 0x00]));
    expect(host.ask(long(0x0c, [0x05]))).toMatch(/05 00$/);
    expect(host.ask(long(0x0c, [0x35]))).toMatch(/35 40$/);
    host.ask(long(0x0d, [0x31, 0x00]));
    expect(host.ask(long(0x0c, [0x35]))).toMatch(/35 40$/);
    host.ask(long(0x0d, [0x01, 0x00, 0x00]));
    expect(host.ask(long(0x0c, [0x35]))).toMatch(/35 00$/);
    host.ask(erase(0x20, 0x0));
    expect(board.flashImage()[0]).toBe(0xff);
  });

  it('shows WIP for some milliseconds, and answers busy meanwhile', async () => {
    const { host, clock, board } = linked({ ...N, costs: { writeStatus: 10 } });
    host.ask(long(0x0d, [0x01, 0x00, 0x00]));
    expect(host.ask(long(0x0c, [0x05]))).toMatch(/05 01$/);
    expect(host.ask(long(0x0e, [0x05, 0]))).toMatch(/0E 00 00 01$/);
    expect(host.ask(erase(0x20, 0x0))).toBe('04 0E FF 01 E0 FC F4 02 00 0F 01');
    await clock.advance(10.1);
    expect(host.ask(long(0x0c, [0x05]))).toMatch(/05 00$/);
    expect(host.ask(erase(0x20, 0x0))).toMatch(/ 0F 00 20 00 00 00 00$/);
    expect(board.flashImage()[0]).toBe(0xff);
  });

  it('cannot be taken off a locked part', () => {
    const { host } = linked({ ...N, statusLocked: true });
    host.ask(long(0x0d, [0x01, 0x00, 0x00]));
    expect(host.ask(long(0x0c, [0x05]))).toMatch(/05 1C$/);
  });

  it('survives resets and power cycles', () => {
    const { host, board } = linked(OPEN);
    host.ask(long(0x0d, [0x01, 0x1c, 0x00]));
    board.power(false);
    board.power(true);
    expect(host.ask(long(0x0c, [0x05]))).toMatch(/05 1C$/);
  });
});

describe('addresses and the rest on class N', () => {
  it('guards nothing: the bootloader goes like any sector', () => {
    const { host, board } = linked(OPEN);
    host.ask(erase(0xd8, 0));
    host.ask(write4k(0x1000, new Uint8Array(4096)));
    expect(board.flashImage()[0]).toBe(0xff);
    expect(board.flashImage()[0x1000]).toBe(0);
  });

  it('takes addresses modulo the flash size', () => {
    const { host, board } = linked(OPEN);
    host.ask(write(0x211000, [0x42]));
    expect(board.flashImage()[0x11000]).toBe(0x42);
    expect(host.ask(crc(0x211000, 0x2110ff))).toBe(host.ask(crc(0x11000, 0x110ff)));
  });

  it('counts to the byte in a CRC, end included', () => {
    const { host } = linked(OPEN);
    host.ask(write(0x12a000, [0]));
    const exact = host.ask(crc(0x11000, 0x129fff));
    expect(exact).toBe('04 0E 08 01 E0 FC 10 65 5A 28 33');
    expect(host.ask(crc(0x11000, 0x12a000))).not.toBe(exact);
  });

  it('does not protect by a CRC', () => {
    const { host, board } = linked(OPEN);
    host.ask(crc(0x11000, 0x11fff));
    host.ask(write(0x11000, [0x24]));
    expect(board.flashImage()[0x11000]).toBe(0x24);
  });

  it("gives up Tuya's key through the eFuse registers (protocol §11)", () => {
    const { host } = linked(N);
    const key = Array.from({ length: 16 }, (_, at) => {
      host.ask(writeReg(0x800074, (at << 8) | 1));
      expect(host.ask(readReg(0x800074)).slice(-11)).toBe(`00 ${hexOf([at])} 00 00`.slice(-11));
      const data = host.ask(readReg(0x800078)).split(' ').slice(-4);
      expect(data[1]).toBe('01');
      return data[0];
    });
    expect(key.join('')).toBe('93B00F51DCEACBA37EA1935903EBADC7');
  });

  it('holds another key where the bench says so', () => {
    const { host } = linked({ ...N, efuseKey: new Uint8Array(16) });
    host.ask(writeReg(0x800074, 0x0101));
    expect(host.ask(readReg(0x800078))).toMatch(/00 01 00 00$/);
  });

  it('never throws, and answers again after a silence, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), fc.boolean(), async (junk, framed) => {
        const { host, clock } = linked(N);
        for (const bytes of junk)
          host.send(framed ? Buffer.concat([Buffer.from([1, 0xe0, 0xfc]), bytes]) : bytes);
        await clock.advance(400);
        host.rate = 115200;
        host.take();
        const asked = host.ask(LINK);
        // Junk may by chance reboot it or change its rate; then a reset brings it back.
        if (asked !== OK_LINK) host.board.pressReset();
        expect(asked === OK_LINK || host.ask(LINK) === OK_LINK).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
