import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { TH25Q16HB, type FlashPart } from '../flash/part.js';
import {
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
import { bytesOf, hexOf, ramp, same } from '../testing/hex.js';
import { linked } from '../testing/loader-bench.js';
import { NRegisters, TUYA_EFUSE_KEY } from './n-registers.js';

const N = { chip: 'BK7231N' } as const;
const OPEN = { ...N, statusRegister: 0 } as const;
const OK_LINK = '04 0E 05 01 E0 FC 01 00';
const refusal = (op: number, status: number): string => `04 0E FF 01 E0 FC F4 02 00 ${hexOf([op, status])}`;

const BK7231N_ID = { register: 0x800000, value: 0x7231c } as const;

describe('status 4: the length field is not that of the operation (protocol §4, §5)', () => {
  const lengths: Readonly<Record<number, readonly number[]>> = {
    0x06: [0, 4, 4 + 257],
    0x07: [0, 4, 4 + 4095, 4 + 4097],
    0x08: [0, 4, 7],
    0x09: [0, 3, 5],
    0x0a: [0, 2],
    0x0b: [0, 3, 5],
    0x0c: [0, 2],
    0x0d: [0, 1, 4],
    0x0e: [0],
    0x0f: [0, 4, 6],
  };
  it.each(Object.entries(lengths))('operation %s', (op, counts) => {
    const { host, board } = linked(OPEN);
    const before = board.flashImage();
    for (const count of counts)
      expect(host.ask(long(Number(op), new Uint8Array(count)))).toBe(refusal(Number(op), 4));
    expect(same(board.flashImage(), before)).toBe(true);
  });
});

describe('status 7: operations that the ROM has not (protocol §4, §5)', () => {
  it.each([0x00, 0x05, 0x10, 0xe7, 0xe9, 0xeb, 0xff])('%i', (op) => {
    expect(linked(N).host.ask(long(op, [0, 0, 0, 0]))).toBe(refusal(op, 7));
  });

  it('short commands likewise, for every code that is none', () => {
    const known = [0x00, 0x01, 0x03, 0x0e, 0x0f, 0x10, 0x70, 0xaa];
    const { host } = linked(N);
    for (let code = 0; code < 256; code++) {
      if (!known.includes(code))
        expect(host.ask(short(code, 1, 2))).toBe(`04 0E 05 01 E0 FC ${hexOf([code])} 07`);
    }
  });
});

describe('status 5: a short command of another length has it in the place of the code (protocol §3)', () => {
  it.each([
    [0x00, [1]],
    [0x01, [0, 0, 0, 0]],
    [0x03, []],
    [0x0e, []],
    [0x0f, [0, 0, 0, 0]],
    [0x10, [0, 0, 0, 0, 0, 0, 0]],
    [0x70, [0x53, 0x45, 0x41]],
    [0xaa, [0x55, 0x55]],
  ])('%i', (code, payload) => {
    const { host, log } = linked(N);
    expect(host.ask(short(code, ...payload))).toBe('04 0E 04 01 E0 FC 05');
    expect(log.filter((line) => line.startsWith('reset'))).toEqual(['reset button']);
  });
});

describe('status 6 and 1 (protocol §5)', () => {
  it.each([0x00, 0x21, 0x5c, 0xdc, 0xc7])('6: erase opcode %i is not of this ROM', (opcode) => {
    expect(linked(OPEN).host.ask(erase(opcode, 0x20000))).toBe(refusal(0x0f, 6));
  });

  it('1: everything that changes the flash, while WIP stands; reading goes on', async () => {
    const { host, clock, board } = linked({ ...OPEN, costs: { writeStatus: 15 } });
    const before = board.flashImage();
    host.ask(long(0x0d, [0x01, 0x00, 0x00]));
    for (const [op, request] of [
      [0x06, write(0x20000, [0])],
      [0x07, write4k(0x20000, new Uint8Array(4096))],
      [0x0a, long(0x0a, [4])],
      [0x0b, long(0x0b, [0, 0, 0, 0])],
      [0x0d, long(0x0d, [0x01, 0x1c])],
      [0x0f, erase(0xd8, 0)],
    ] as const)
      expect(host.ask(request)).toBe(refusal(op, 1));
    expect(same(board.flashImage(), before)).toBe(true);
    expect(host.ask(long(0x0e, [0x9f, 0, 0, 0]))).toMatch(/EB 60 15$/);
    expect(host.ask(LINK)).toBe(OK_LINK);
    await clock.advance(16);
    expect(host.ask(write(0x20000, [0]))).toMatch(/ 06 00 00 00 02 00 01$/);
  });
});

describe('erasing on class N', () => {
  it.each([
    ['0B', long(0x0b, bytesOf('34 82 01 00')), 0x18000, 0x19000],
    ['20', erase(0x20, 0x18234), 0x18000, 0x19000],
    ['52', erase(0x52, 0x18234), 0x18000, 0x20000],
    ['D8', erase(0xd8, 0x18234), 0x10000, 0x20000],
  ])('%s takes the whole block an address lies in, and nothing beside', (_, request, from, to) => {
    const flash = new Uint8Array(0x200000);
    const { host, board } = linked({ ...OPEN, flash });
    host.ask(request);
    expect(same(board.flashImage(), flash.slice().fill(0xff, from, to))).toBe(true);
  });

  it('of the chip takes the RF sector and the license area too (protocol §0.11)', () => {
    const { host, board } = linked(OPEN);
    expect(host.ask(long(0x0a, [0x0a]))).toBe('04 0E FF 01 E0 FC F4 03 00 0A 00 0A');
    expect(board.flashImage().every((byte) => byte === 0xff)).toBe(true);
  });
});

describe('reading on class N', () => {
  it('gives any count at any address, over the end too (op 08, 09)', () => {
    const flash = new Uint8Array(0x200000).map((_, at) => (at * 7 + (at >>> 8)) & 0xff);
    const { host } = linked({ ...N, flash });
    const round = (start: number, count: number): Uint8Array =>
      Uint8Array.from({ length: count }, (_, index) => flash[(start + index) % flash.length] ?? 0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x3fffff }), fc.nat(700), (start, count) => {
        const le = [start & 0xff, (start >>> 8) & 0xff, (start >>> 16) & 0xff, 0];
        host.send(long(0x08, [...le, count & 0xff, count >>> 8]));
        const reply = host.take();
        expect(hexOf(reply.subarray(0, 15))).toBe(
          `04 0E FF 01 E0 FC F4 ${hexOf([(6 + count) & 0xff, (6 + count) >>> 8])} 08 00 ${hexOf(le)}`,
        );
        expect(hexOf(reply.subarray(15))).toBe(hexOf(round(start, count)));
        host.send(read4k(start));
        expect(same(host.take().subarray(15), round(start, 4096))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('raw SPI on class N (protocol §4)', () => {
  it('gives as many bytes back as went out', () => {
    const { host } = linked(N);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (sent) => {
        host.send(long(0x0e, sent));
        const reply = host.take();
        expect(reply.length).toBe(11 + sent.length);
        expect((reply[7] ?? 0) | ((reply[8] ?? 0) << 8)).toBe(2 + sent.length);
      }),
    );
  });

  it("puts another part's id in bus order behind the first byte", () => {
    const part: FlashPart = { ...TH25Q16HB, jedec: [0x1c, 0x70, 0x15] };
    expect(linked({ ...N, part }).host.ask(long(0x0e, [0x9f, 0, 0, 0]))).toBe(
      '04 0E FF 01 E0 FC F4 06 00 0E 00 00 1C 70 15',
    );
  });
});

describe('status registers of other parts (protocol §7.1, §7.2)', () => {
  const readSr = (host: { ask(bytes: Uint8Array): string }): string =>
    [0x05, 0x35].map((command) => host.ask(long(0x0c, [command])).slice(-2)).join(' ');

  it('one with 31 takes its second byte there', () => {
    const part: FlashPart = { ...TH25Q16HB, separateStatus2: true };
    const { host } = linked({ ...N, part, statusRegister: 0x421c });
    host.ask(long(0x0d, [0x31, 0x02]));
    expect(readSr(host)).toBe('1C 02');
    host.ask(long(0x0d, [0x01, 0x00]));
    expect(readSr(host)).toBe('00 02');
  });

  it('one of one byte reads 0 for the second', () => {
    const part: FlashPart = { ...TH25Q16HB, statusBytes: 1, writableMask: 0xfc, protectMask: 0x3c };
    const { host } = linked({ ...N, part, statusRegister: 0x3c });
    expect(readSr(host)).toBe('3C 00');
    host.ask(long(0x0d, [0x01, 0x00]));
    expect(readSr(host)).toBe('00 00');
  });

  it('an unknown register reads 0, and an unknown write changes nothing', () => {
    const { host } = linked({ ...N, statusRegister: 0x401c });
    expect(host.ask(long(0x0c, [0x15]))).toMatch(/ 0C 00 15 00$/);
    host.ask(long(0x0d, [0x11, 0x00]));
    expect(readSr(host)).toBe('1C 40');
  });

  it('keeps QE, which protects nothing, through the unprotect of a careful host', () => {
    const { host, board } = linked({ ...N, statusRegister: 0x421c });
    const sr = 0x421c & ~0x407c & 0xffff;
    host.ask(long(0x0d, [0x01, sr & 0xff, sr >>> 8]));
    expect(readSr(host)).toBe('00 02');
    host.ask(erase(0x20, 0x1d0000));
    expect(board.flashImage()[0x1d0000]).toBe(0xff);
  });
});

describe('registers (protocol §3.3, §11)', () => {
  it('hold what was written, except the chip id and the fuse data; others read 0', () => {
    const { host } = linked(N);
    expect(host.ask(readReg(0x44010004))).toMatch(/00 00 00 00$/);
    host.ask(writeReg(0x802800, 0xdeadbeef));
    expect(host.ask(readReg(0x802800))).toMatch(/EF BE AD DE$/);
    host.ask(writeReg(0x800000, 0));
    expect(host.ask(readReg(0x800000))).toMatch(/1C 23 07 00$/);
  });

  it('read fuses through the port: bit 0 falls, bit 8 says valid, bytes 16 to 31 are 0', () => {
    const registers = new NRegisters(TUYA_EFUSE_KEY, BK7231N_ID);
    fc.assert(
      fc.property(fc.nat(31), fc.integer({ min: 0, max: 0xffffffff }), (at, noise) => {
        const value = ((noise & ~0x1f03) | (at << 8) | 1) >>> 0;
        registers.write(0x800074, value);
        expect(registers.read(0x800074)).toBe((value & ~1) >>> 0);
        expect(registers.read(0x800078)).toBe(0x100 | (TUYA_EFUSE_KEY[at] ?? 0));
      }),
    );
  });

  it('burn nothing', () => {
    const registers = new NRegisters(new Uint8Array(16).fill(0xee), BK7231N_ID);
    registers.write(0x800074, 0x0003);
    registers.write(0x800078, 0x55);
    registers.write(0x800074, 0x0001);
    expect(registers.read(0x800078)).toBe(0x1ee);
  });
});

describe('incomplete frames on class N (protocol §2.5)', () => {
  it('end after the silence the bench chose, not before, and bytes that keep coming put it off', async () => {
    const { host, clock } = linked({ ...OPEN, frameTimeoutMs: 30 });
    const frame = write(0x20000, ramp(8));
    for (const byte of frame.subarray(0, -1)) {
      host.send(Uint8Array.of(byte));
      await clock.advance(29);
    }
    expect(host.look()).toBe('');
    expect(host.ask(frame.subarray(-1))).toMatch(/ 06 00 00 00 02 00 08$/);
    host.send(frame.subarray(0, -1));
    await clock.advance(31);
    expect(host.look()).toBe(refusal(0x06, 5));
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('never program what came', async () => {
    const { host, clock, board } = linked(OPEN);
    const before = board.flashImage();
    host.send(write4k(0x20000, new Uint8Array(4096)).subarray(0, 4107));
    await clock.advance(101);
    expect(host.look()).toBe(refusal(0x07, 5));
    expect(same(board.flashImage(), before)).toBe(true);
  });
});

describe.each(['BK7231T', 'BK7231N'] as const)('set baud on %s (protocol §3.2)', (chip) => {
  it.each([0, 1, 15, 20, 100, 200, 255])('delay %i: the reply leaves delay + 1 ms later', async (delay) => {
    const { host, clock } = linked({ chip });
    host.send(setBaud(460800, delay));
    await clock.advance(delay + 0.9);
    expect(host.look()).toBe('');
    await clock.advance(0.2);
    host.rate = 460800;
    expect(host.understands).toBe(true);
    expect(host.look()).toBe(`04 0E 09 01 E0 FC 0F 00 08 07 00 ${hexOf([delay])}`);
  });

  it('hears at the new rate at once, and answers in order', async () => {
    const { host, clock } = linked({ chip });
    host.send(setBaud(921600, 20));
    host.rate = 921600;
    host.send(LINK);
    await clock.advance(22);
    expect(host.look()).toBe(`04 0E 09 01 E0 FC 0F 00 10 0E 00 14 ${OK_LINK}`);
    host.send(setBaud(115200, 20));
    host.rate = 115200;
    await clock.advance(22);
    expect(host.look()).toBe('04 0E 09 01 E0 FC 0F 00 C2 01 00 14');
    expect(host.ask(LINK)).toBe(OK_LINK);
  });

  it('is junk to what other hosts type first (protocol §18)', () => {
    const { host } = linked({ chip });
    for (const word of ['reboot\r\n', 'reboot\n', 'uartdwld\r\n']) {
      expect(host.ask(Buffer.from(word))).toBe('');
      expect(host.ask(LINK)).toBe(OK_LINK);
    }
    host.send(Buffer.concat([Buffer.from('reboot\r\n'), LINK, LINK, LINK]));
    expect(host.look()).toBe([OK_LINK, OK_LINK, OK_LINK].join(' '));
  });
});
