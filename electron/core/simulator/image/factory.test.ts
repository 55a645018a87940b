import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { crc32, crc32Register } from '../codec/crc32.js';
import { u32 } from '../codec/bytes.js';
import { appImage, flashWithApp } from '../testing/app-image.js';
import { hexOf } from '../testing/hex.js';
import {
  APP_HEAD,
  BLOCK,
  blockIsSound,
  BOOTLOADER_HEAD,
  codeStartsAt,
  encodeBlock,
  readLogical,
} from './blocks.js';
import { readDescriptor } from './descriptor.js';
import { FACTORY_MACS, factoryFlash, type ChipName } from './factory.js';
import { forgeCrc32 } from './forge.js';
import { APP_START, BOOTLOADER_END } from './map.js';
import { readMac, rfSectorWith } from './rf.js';

const CHIPS: readonly ChipName[] = ['BK7231T', 'BK7231N'];

describe.each(CHIPS)('a %s as it leaves the module maker', (chip) => {
  const flash = factoryFlash({ chip });

  it('starts with the bootloader that hosts know', () => {
    expect(codeStartsAt(flash, 0, BOOTLOADER_HEAD)).toBe(true);
    const first = chip === 'BK7231T' ? '43 09 B5 96 35 FF 2A 99' : '69 0C B5 96 35 FF 2A 99';
    expect(hexOf(flash.subarray(0, 8))).toBe(first);
    // Protocol §10.3: E5CBC953 is T 1.0.6 over 256 bytes, E14191BA is N 1.0.1 over 257.
    const known = chip === 'BK7231T' ? crc32(flash.subarray(0, 256)) : crc32(flash.subarray(0, 257));
    expect(known).toBe(chip === 'BK7231T' ? 0xe5cbc953 : 0xe14191ba);
  });

  it('carries sound block CRCs all through the bootloader', () => {
    for (let at = 0; at < BOOTLOADER_END; at += BLOCK) expect(blockIsSound(flash, at)).toBe(true);
  });

  it('carries a readable version, and a sound RBL header in the last three blocks', () => {
    const code = readLogical(flash, 0, 0, 0x10000);
    expect(Buffer.from(code).includes(chip === 'BK7231T' ? 'BK7231S_1.0.6' : 'BK7231N_1.0.1')).toBe(true);
    expect(Buffer.from(flash.subarray(0x10f9a, 0x10f9e)).toString('latin1')).toBe('RBL\0');
    const header = code.subarray(code.length - 96);
    expect(u32(header, 92)).toBe(crc32(header.subarray(0, 92)));
  });

  it('holds its MAC at +0x24 of the RF sector and nothing else', () => {
    const rf = chip === 'BK7231T' ? 0x1e0000 : 0x1d0000;
    expect(Buffer.from(flash.subarray(rf, rf + 4)).toString('latin1')).toBe('TLV\0');
    expect(Buffer.from(flash.subarray(rf + 0x24, rf + 0x2a)).toString('hex')).toBe(FACTORY_MACS[chip]);
    expect(flash.subarray(BOOTLOADER_END, rf).every((byte) => byte === 0xff)).toBe(true);
    expect(flash.subarray(rf + 0x2a).every((byte) => byte === 0xff)).toBe(true);
  });

  it('calls itself by the default MAC without its RF sector', () => {
    const rf = chip === 'BK7231T' ? 0x1e0000 : 0x1d0000;
    const bare = flash.slice().fill(0xff, rf, rf + 0x1000);
    expect(readMac(bare, chip)).toBe('c8478c000000');
    const back = bare.slice();
    back.set(rfSectorWith(bare.subarray(rf, rf + 0x1000), '508a06000001'), rf);
    expect(readMac(back, chip)).toBe('508a06000001');
  });
});

describe('forging a CRC', () => {
  it('reaches any target from any start', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 0, max: 0xffffffff }), (before, target) => {
        const forged = Buffer.concat([before, forgeCrc32(before, target)]);
        expect(crc32Register(forged)).toBe(target);
      }),
    );
  });
});

describe('an application image', () => {
  it('is recognised by its head and its first block', () => {
    const flash = flashWithApp('BK7231N');
    expect(codeStartsAt(flash, APP_START, APP_HEAD)).toBe(true);
    flash[APP_START + 20] = 0;
    expect(codeStartsAt(flash, APP_START, APP_HEAD)).toBe(false);
  });

  it("stores a block's CRC big-endian", () => {
    expect(encodeBlock(new Uint8Array(32).fill(0xff)).slice(32)).toEqual(Uint8Array.of(0x00, 0x0c));
    expect(() => encodeBlock(new Uint8Array(31))).toThrow(RangeError);
  });

  it('tells its name across block borders, or none', () => {
    expect(readDescriptor(flashWithApp('BK7231T'))).toEqual({ name: 'bench', version: '1.2.3' });
    const long = `{"firmName":"${'n'.repeat(100)}","firmVer":"9"}`;
    expect(readDescriptor(flashWithApp('BK7231T', appImage(long)))).toEqual({
      name: 'n'.repeat(100),
      version: '9',
    });
    for (const bad of [null, '{', '{"firmName":1,"firmVer":"2"}', 'null']) {
      expect(readDescriptor(flashWithApp('BK7231T', appImage(bad)))).toBeNull();
    }
  });
});
