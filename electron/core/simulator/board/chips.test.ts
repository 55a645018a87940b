import { describe, expect, it } from 'vitest';

import { crc32 } from '../codec/crc32.js';
import { linked, inWindow } from '../testing/loader-bench.js';
import { EN25QH16B, GT25Q16B, MX25V1635F, TH25Q16HB, XM25QH256D, type FlashPart } from '../flash/part.js';
import { factoryFlash, FACTORY_MACS } from '../image/factory.js';
import { RF_SECTOR, type ChipName } from '../image/map.js';
import { createBoard } from './create-board.js';
import { CHIP_TRAITS } from './chips.js';

const CHIPS = Object.keys(RF_SECTOR) as ChipName[];
const T_CHIPS = CHIPS.filter((chip) => CHIP_TRAITS[chip].loader.protocolClass === 'T');

function ask(
  chip: ChipName,
  request: string,
  options: { part?: FlashPart; statusRegister?: number } = {},
): string {
  return linked({ chip, ...options }).host.ask(request);
}

describe.each(CHIPS)('%s', (chip) => {
  it('answers a link check, and comes with a MAC of its own', () => {
    const { board, host } = inWindow({ chip });
    expect(host.ask('01 E0 FC 01 00')).toBe('04 0E 05 01 E0 FC 01 00');
    expect(board.mac).toBe(FACTORY_MACS[chip]);
    expect(board.flashImage().length).toBe(CHIP_TRAITS[chip].part.size);
  });
});

describe('identity (protocol §3.3, §10, §15)', () => {
  it.each([
    ['BK7231N', '01 E0 FC 05 03 00 00 80 00', '04 0E 0C 01 E0 FC 03 00 00 80 00 1C 23 07 00'],
    ['BK7231M', '01 E0 FC 05 03 00 00 80 00', '04 0E 0C 01 E0 FC 03 00 00 80 00 1C 23 07 00'],
    ['BK7238', '01 E0 FC 05 03 00 00 80 00', '04 0E 0C 01 E0 FC 03 00 00 80 00 38 72 00 00'],
    ['BK7252N', '01 E0 FC 05 03 00 00 80 00', '04 0E 0C 01 E0 FC 03 00 00 80 00 2A 25 07 00'],
    // The low byte of the address comes back one too high; one of them has a leading 01.
    ['BK7236', '01 E0 FC 05 03 04 00 01 44', '04 0E 0C 01 E0 FC 03 05 00 01 44 36 72 00 01'],
    ['BK7258', '01 E0 FC 05 03 04 00 01 44', '04 0E 0C 01 E0 FC 03 05 00 01 44 36 72 00 00'],
    ['BK7258', '01 E0 FC 05 03 00 00 80 00', '04 0E 0C 01 E0 FC 03 01 00 80 00 00 00 00 00'],
  ] as const)('%s answers %s', (chip, request, reply) => expect(ask(chip, request)).toBe(reply));

  it('class T is silent to a register; two of them tell a version, the bare ones do not', () => {
    const versions = T_CHIPS.map((chip) => ask(chip, '01 E0 FC 01 11').slice(21, 59));
    expect(versions).toEqual([
      '42 4B 37 32 33 31 53 5F 31 2E 30 2E 36',
      '42 4B 37 32 33 31 53 5F 31 2E 30 2E 35',
      '',
      '',
      '',
    ]);
    for (const chip of T_CHIPS) expect(ask(chip, '01 E0 FC 05 03 00 00 80 00')).toBe('');
  });

  it.each([
    ['BK7231T', 256, 0xe5cbc953],
    ['BK7231S', 256, 0xba54c1b8],
    ['BK7231U', 256, 0x2739019f],
    ['BK7231Q', 256, 0xf0231ef6],
    ['BK7252', 256, 0x39f9b50c],
    ['BK7231N', 257, 0xe14191ba],
    ['BK7238', 257, 0x6beb0924],
  ] as const)('the bootloader of %s has the CRC by which it is known (protocol §10.3)', (chip, length, crc) =>
    expect(crc32(factoryFlash({ chip }).subarray(0, length))).toBe(crc),
  );

  it('the newer chips have no eFuse where the others have it (protocol §11)', () => {
    const { host } = linked({ chip: 'BK7258' });
    host.ask('01 E0 FC 09 01 74 00 80 00 01 00 00 00');
    expect(host.ask('01 E0 FC 05 03 78 00 80 00')).toBe('04 0E 0C 01 E0 FC 03 79 00 80 00 00 00 00 00');
  });
});

describe('status registers (protocol §7.1)', () => {
  const after = (part: FlashPart, writes: readonly string[], read: string): string => {
    const { host } = linked({ chip: 'BK7231N', part, statusRegister: part.protectMask });
    for (const write of writes) host.ask(write);
    return host.ask(read).slice(-2);
  };
  const BOTH = '01 E0 FC FF F4 04 00 0D 01 00 00';
  const FIRST = '01 E0 FC FF F4 03 00 0D 01 00';
  const SECOND = '01 E0 FC FF F4 03 00 0D 31 00';
  const READ1 = '01 E0 FC FF F4 02 00 0C 05';
  const READ2 = '01 E0 FC FF F4 02 00 0C 35';
  const READ3 = '01 E0 FC FF F4 02 00 0C 15';

  it('a part with two follows one write, and does not know 31', () => {
    expect(after(TH25Q16HB, [FIRST, SECOND], READ2)).toBe('40');
    expect(after(TH25Q16HB, [BOTH], READ2)).toBe('00');
  });

  it('a part with three takes them one by one', () => {
    expect(after(GT25Q16B, [BOTH], READ1)).toBe('00');
    expect(after(GT25Q16B, [BOTH], READ2)).toBe('40');
    expect(after(GT25Q16B, [BOTH, SECOND], READ2)).toBe('00');
    expect(after(GT25Q16B, ['01 E0 FC FF F4 03 00 0D 11 20'], READ3)).toBe('20');
  });

  it('Macronix reads its second one with 15, and the part with one has none', () => {
    expect(after(MX25V1635F, [], READ3)).toBe('10');
    expect(after(MX25V1635F, [], READ2)).toBe('00');
    expect(after(MX25V1635F, [BOTH], READ3)).toBe('00');
    expect(after(EN25QH16B, [], READ2)).toBe('00');
  });
});

describe('256 Mbit (protocol §4)', () => {
  const board = () => linked({ chip: 'BK7258', part: XM25QH256D, statusRegister: 0 });
  const HIGH = '00 00 80 01';

  it('three address bytes end at 16 MiB, four do not', () => {
    const { host, board: silicon } = board();
    const write = (op: string) => `01 E0 FC FF F4 05 10 ${op} ${HIGH} ${'00 '.repeat(4096).trim()}`;
    expect(host.ask(write('07'))).toBe(`04 0E FF 01 E0 FC F4 06 00 07 00 ${HIGH}`);
    expect(silicon.flashImage()[0x800000]).toBe(0);
    expect(silicon.flashImage()[0x1800000]).toBe(0xff);
    expect(host.ask(write('E7'))).toBe(`04 0E FF 01 E0 FC F4 06 00 E7 00 ${HIGH}`);
    expect(silicon.flashImage()[0x1800000]).toBe(0);
    expect(host.ask(`01 E0 FC FF F4 06 00 0F DC ${HIGH}`)).toBe(
      `04 0E FF 01 E0 FC F4 07 00 0F 00 DC ${HIGH}`,
    );
    expect(silicon.flashImage()[0x1800000]).toBe(0xff);
    expect(silicon.flashImage()[0x800000]).toBe(0);
    host.ask(`01 E0 FC FF F4 05 00 EB 00 00 80 00`);
    expect(silicon.flashImage()[0x800000]).toBe(0xff);
  });

  it('CRC 13 reaches it, CRC 10 wraps; a chip without them says so', () => {
    const { host } = board();
    const sector = (code: string) => `01 E0 FC 09 ${code} 00 E0 7F 01 FF EF 7F 01`;
    expect(host.ask(sector('13'))).toBe('04 0E 08 01 E0 FC 13 F5 98 AB 0E');
    // 0x17FE000 cut to 24 bits is the sector of the calibration.
    expect(host.ask(sector('10'))).not.toBe('04 0E 08 01 E0 FC 10 F5 98 AB 0E');
    expect(ask('BK7231N', sector('13'))).toBe('04 0E 05 01 E0 FC 13 07');
    expect(ask('BK7231N', '01 E0 FC FF F4 05 00 E9 00 00 00 00')).toBe('04 0E FF 01 E0 FC F4 02 00 E9 07');
  });
});

it('a chip whose application is not simulated says so instead of answering', async () => {
  const { clock, board, log } = inWindow({ chip: 'BK7238' });
  await clock.advance(2000);
  expect(log).toContain('no application for this key starts at 0x11000');
  board.dispose();
});

it('a flash must be as large as the part', () => {
  const { clock } = inWindow({ chip: 'BK7231N' });
  expect(() => createBoard({ chip: 'BK7252', clock, flash: factoryFlash({ chip: 'BK7252' }) })).toThrow(
    'USAGE',
  );
});
