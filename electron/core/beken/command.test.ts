import { describe, expect, it } from 'vitest';

import * as table from './command-table.js';
import { readAnswer } from './command.js';
import { bytes, payload, raw, u32, u8 } from './fields.js';
import { scanReply, type Frame } from './frames.js';
import { hex } from './testing/hex.js';

function frame(text: string): Frame {
  const scan = scanReply(hex(text));
  if (scan.found !== 'frame') throw new Error(scan.found);
  return scan.frame;
}

describe('readAnswer', () => {
  it('takes replies to another command, another address or another rate for foreign', () => {
    const linkCheck = frame('04 0E 05 01 E0 FC 01 00');
    expect(readAnswer(table.SET_BAUD, { baudRate: 921600, delayMs: 20 }, linkCheck)).toEqual({
      is: 'foreign',
    });
    const write = frame('04 0E FF 01 E0 FC F4 06 00 07 00 00 10 01 00');
    expect(readAnswer(table.WRITE_SECTOR, { address: 0x12000, data: new Uint8Array(4096) }, write)).toEqual({
      is: 'foreign',
    });
    const baud = frame('04 0E 09 01 E0 FC 0F 00 10 0E 00 14');
    expect(readAnswer(table.SET_BAUD, { baudRate: 460800, delayMs: 20 }, baud)).toEqual({ is: 'foreign' });
    const erase64K = frame('04 0E FF 01 E0 FC F4 07 00 0F 00 D8 00 00 02 00');
    expect(readAnswer(table.ERASE, { opcode: 0x20, address: 0x20000 }, erase64K)).toEqual({ is: 'foreign' });
  });

  it('does not mix up a short and a long frame of one code', () => {
    // Short 0x0F sets the rate, flash operation 0x0F erases.
    const erase = frame('04 0E FF 01 E0 FC F4 07 00 0F 00 20 00 10 01 00');
    expect(readAnswer(table.SET_BAUD, { baudRate: 921600, delayMs: 20 }, erase)).toEqual({ is: 'foreign' });
  });

  it('reads the one-byte refusal of a short command as its status (protocol §3)', () => {
    const refusal = frame('04 0E 05 01 E0 FC 11 07');
    expect(readAnswer(table.BOOT_VERSION, {}, refusal)).toEqual({ is: 'status', status: 7 });
  });

  it('reads "unknown operation" of class N (protocol §4)', () => {
    const refusal = frame('04 0E FF 01 E0 FC F4 02 00 0E 07');
    expect(readAnswer(table.READ_FLASH_ID, hex('9F 00 00 00'), refusal)).toEqual({ is: 'status', status: 7 });
  });

  it('accepts the ROM that echoes a register address one too high (protocol §3)', () => {
    const reply = frame('04 0E 0C 01 E0 FC 03 01 00 80 00 1C 23 07 00');
    expect(readAnswer(table.READ_REGISTER, { address: 0x800000 }, reply)).toMatchObject({ is: 'reply' });
  });

  it('accepts a flash id of three bytes and of four, not of two (protocol §4)', () => {
    const request = hex('9F 00 00 00');
    const three = frame('04 0E FF 01 E0 FC F4 05 00 0E 00 EB 60 15');
    expect(readAnswer(table.READ_FLASH_ID, request, three)).toMatchObject({ is: 'reply' });
    const two = frame('04 0E FF 01 E0 FC F4 04 00 0E 00 60 15');
    expect(readAnswer(table.READ_FLASH_ID, request, two)).toEqual({ is: 'foreign' });
  });
});

describe('payload', () => {
  const shape = payload({ flag: u8, address: u32, data: bytes(2) });

  it('is little-endian, in order, and of one length', () => {
    const value = { flag: 1, address: 0x00011000, data: hex('AA BB') };
    expect(shape.encode(value)).toEqual(hex('01 00 10 01 00 AA BB'));
    expect(shape.decode(hex('01 00 10 01 00 AA BB'))).toEqual(value);
    expect(shape.decode(hex('01 00 10 01 00 AA'))).toBeNull();
    expect(shape.decode(hex('01 00 10 01 00 AA BB CC'))).toBeNull();
  });

  it('reads from the middle of a larger buffer', () => {
    expect(shape.decode(hex('FF FF 01 00 10 01 00 AA BB').subarray(2))).toMatchObject({ flag: 1 });
  });

  it('refuses what does not fit', () => {
    expect(() => shape.encode({ flag: 256, address: 0, data: hex('AA BB') })).toThrow(RangeError);
    expect(() => shape.encode({ flag: 0, address: -1, data: hex('AA BB') })).toThrow(RangeError);
    expect(() => shape.encode({ flag: 0, address: 0, data: hex('AA') })).toThrow(RangeError);
  });

  it('keeps raw bytes', () => expect(raw.decode(hex('01 02'))).toEqual(hex('01 02')));
});
