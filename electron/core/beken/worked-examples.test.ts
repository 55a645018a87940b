import { describe, expect, it } from 'vitest';

import * as table from './command-table.js';
import { encodeRequest, readAnswer, type Command } from './command.js';
import { scanReply } from './frames.js';
import { concat, hex } from './testing/hex.js';
import { wireCrc } from './wire-crc.js';

/** Every worked example of protocol §14 whose command Kiln sends: request, and reply with what it means. */
interface Example {
  readonly name: string;
  readonly request: Uint8Array;
  readonly sent: Uint8Array;
  /** Null where none comes. */
  readonly reply: Uint8Array | null;
  readonly meaning?: unknown;
  readonly answer: (frame: Parameters<typeof readAnswer>[2]) => unknown;
}

// eslint-disable-next-line max-params -- a row of a table
function example<Q, A>(
  name: string,
  [command, request]: readonly [Command<Q, A>, Q],
  sent: Uint8Array | string,
  reply: Uint8Array | string | null,
  meaning?: A,
): Example {
  return {
    name,
    request: encodeRequest(command, request),
    sent: typeof sent === 'string' ? hex(sent) : sent,
    reply: typeof reply === 'string' ? hex(reply) : reply,
    meaning,
    answer: (frame) => readAnswer(command, request, frame),
  };
}

const counting = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, (_, index) => index & 255);
const sector = counting(4096);
const versionText = concat(Buffer.from('BK7231S_1.0.6', 'latin1'), new Uint8Array(3));
const appRange = { start: 0x11000, end: 0x129fff };

const EXAMPLES: readonly Example[] = [
  example('link check', [table.LINK_CHECK, {}], '01 E0 FC 01 00', '04 0E 05 01 E0 FC 01 00', { zero: 0 }),
  example(
    'boot version (T)',
    [table.BOOT_VERSION, {}],
    '01 E0 FC 01 11',
    '04 0E 14 01 E0 FC 11 42 4B 37 32 33 31 53 5F 31 2E 30 2E 36 00 00 00',
    { text: versionText },
  ),
  example(
    'read chip id (N)',
    [table.READ_REGISTER, { address: 0x800000 }],
    '01 E0 FC 05 03 00 00 80 00',
    '04 0E 0C 01 E0 FC 03 00 00 80 00 1C 23 07 00',
    { address: 0x800000, value: 0x7231c },
  ),
  ...(
    [
      ['921600', 921600, '00 10 0E 00'],
      ['1.5 M', 1500000, '60 E3 16 00'],
      ['2 M', 2000000, '80 84 1E 00'],
    ] as const
  ).map(([name, baudRate, bytes]) =>
    example(
      `baud ${name}, 20 ms`,
      [table.SET_BAUD, { baudRate, delayMs: 20 }],
      `01 E0 FC 06 0F ${bytes} 14`,
      `04 0E 09 01 E0 FC 0F ${bytes} 14`,
      { baudRate, delayMs: 20 },
    ),
  ),
  example(
    'flash id (TH25Q16HB)',
    [table.READ_FLASH_ID, hex('9F 00 00 00')],
    '01 E0 FC FF F4 05 00 0E 9F 00 00 00',
    '04 0E FF 01 E0 FC F4 06 00 0E 00 00 EB 60 15',
    hex('00 EB 60 15'),
  ),
  example(
    'read SR1',
    [table.READ_STATUS, { register: 0x05 }],
    '01 E0 FC FF F4 02 00 0C 05',
    '04 0E FF 01 E0 FC F4 04 00 0C 00 05 1C',
    { register: 0x05, value: 0x1c },
  ),
  example(
    'read SR2',
    [table.READ_STATUS, { register: 0x35 }],
    '01 E0 FC FF F4 02 00 0C 35',
    '04 0E FF 01 E0 FC F4 04 00 0C 00 35 40',
    { register: 0x35, value: 0x40 },
  ),
  example(
    'unprotect 2-byte',
    [table.WRITE_STATUS, hex('01 00 00')],
    '01 E0 FC FF F4 04 00 0D 01 00 00',
    '04 0E FF 01 E0 FC F4 05 00 0D 00 01 00 00',
    hex('01 00 00'),
  ),
  example(
    'unprotect 1-byte',
    [table.WRITE_STATUS, hex('01 00')],
    '01 E0 FC FF F4 03 00 0D 01 00',
    '04 0E FF 01 E0 FC F4 04 00 0D 00 01 00',
    hex('01 00'),
  ),
  example(
    'protect 2-byte',
    [table.WRITE_STATUS, hex('01 1C 00')],
    '01 E0 FC FF F4 04 00 0D 01 1C 00',
    '04 0E FF 01 E0 FC F4 05 00 0D 00 01 1C 00',
    hex('01 1C 00'),
  ),
  example(
    'erase 4K 0x11000',
    [table.ERASE, { opcode: table.ERASE_4K, address: 0x11000 }],
    '01 E0 FC FF F4 06 00 0F 20 00 10 01 00',
    '04 0E FF 01 E0 FC F4 07 00 0F 00 20 00 10 01 00',
    { opcode: 0x20, address: 0x11000 },
  ),
  example(
    'erase 64K 0x20000',
    [table.ERASE, { opcode: table.ERASE_64K, address: 0x20000 }],
    '01 E0 FC FF F4 06 00 0F D8 00 00 02 00',
    '04 0E FF 01 E0 FC F4 07 00 0F 00 D8 00 00 02 00',
    { opcode: 0xd8, address: 0x20000 },
  ),
  example(
    'write 4K 0x11000',
    [table.WRITE_SECTOR, { address: 0x11000, data: sector }],
    concat(hex('01 E0 FC FF F4 05 10 07 00 10 01 00'), sector),
    '04 0E FF 01 E0 FC F4 06 00 07 00 00 10 01 00',
    { address: 0x11000 },
  ),
  example(
    'read 4K 0x11000',
    [table.READ_SECTOR, { address: 0x11000 }],
    '01 E0 FC FF F4 05 00 09 00 10 01 00',
    concat(hex('04 0E FF 01 E0 FC F4 06 10 09 00 00 10 01 00'), sector),
    { address: 0x11000, data: sector },
  ),
  example(
    'read bootloader on T by its alias',
    [table.READ_SECTOR, { address: 0x200000 }],
    '01 E0 FC FF F4 05 00 09 00 00 20 00',
    concat(hex('04 0E FF 01 E0 FC F4 06 10 09 00 00 00 20 00'), sector),
    { address: 0x200000, data: sector },
  ),
  example(
    'CRC of the erased application',
    [table.CRC, appRange],
    '01 E0 FC 09 10 00 10 01 00 FF 9F 12 00',
    '04 0E 08 01 E0 FC 10 65 5A 28 33',
    { crc: wireCrc(new Uint8Array(0x119000).fill(0xff)) },
  ),
  example(
    'CRC of the application, 00..FF repeating',
    [table.CRC, appRange],
    '01 E0 FC 09 10 00 10 01 00 FF 9F 12 00',
    '04 0E 08 01 E0 FC 10 E5 64 04 B4',
    { crc: wireCrc(counting(0x119000)) },
  ),
  example(
    'CRC of an erased sector',
    [table.CRC, { start: 0x11000, end: 0x11fff }],
    '01 E0 FC 09 10 00 10 01 00 FF 1F 01 00',
    '04 0E 08 01 E0 FC 10 F5 98 AB 0E',
    { crc: wireCrc(new Uint8Array(4096).fill(0xff)) },
  ),
  example(
    'CRC of a sector, 00..FF repeating',
    [table.CRC, { start: 0x11000, end: 0x11fff }],
    '01 E0 FC 09 10 00 10 01 00 FF 1F 01 00',
    '04 0E 08 01 E0 FC 10 7D DF 6E 5D',
    { crc: wireCrc(sector) },
  ),
  example(
    'CRC 0..0xFF of T 1.0.6',
    [table.CRC, { start: 0, end: 0xff }],
    '01 E0 FC 09 10 00 00 00 00 FF 00 00 00',
    '04 0E 08 01 E0 FC 10 AC 36 34 1A',
    // The bootloader table has it in zlib's form.
    { crc: ~0xe5cbc953 >>> 0 },
  ),
  example(
    'application reboot',
    [table.APP_REBOOT, { magic: table.APP_REBOOT_MAGIC }],
    '01 E0 FC 05 FE 95 27 95 27',
    null,
  ),
  example('reboot', [table.REBOOT, { magic: table.REBOOT_MAGIC }], '01 E0 FC 02 0E A5', null),
];

describe('worked examples of protocol §14', () => {
  it.each(EXAMPLES)('$name: request', ({ request, sent }) => {
    expect(Buffer.from(request).toString('hex')).toBe(Buffer.from(sent).toString('hex'));
  });

  it.each(EXAMPLES.filter(({ reply }) => reply !== null))('$name: reply', ({ reply, answer, meaning }) => {
    const scan = scanReply(reply ?? new Uint8Array());
    if (scan.found !== 'frame') throw new Error(scan.found);
    expect(scan.size).toBe(reply?.length);
    expect(answer(scan.frame)).toEqual({ is: 'reply', reply: meaning });
  });

  it('read 4K at 0 on T is refused with status 6', () => {
    const scan = scanReply(hex('04 0E FF 01 E0 FC F4 07 00 09 06 00 00 00 00 00'));
    if (scan.found !== 'frame') throw new Error(scan.found);
    expect(readAnswer(table.READ_SECTOR, { address: 0 }, scan.frame)).toEqual({ is: 'status', status: 6 });
  });

  it.each([
    [new Uint8Array(256).fill(0xff), 0x015757de],
    [new Uint8Array(4096), 0x38e3ffee],
  ])('CRC self-test %#', (bytes, crc) => expect(wireCrc(bytes)).toBe(crc));
});
