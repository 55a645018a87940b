import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { crc16 } from '../codec/crc16.js';
import { randomBytes, seededRandom } from '../random.js';
import { appImage, flashWithApp } from '../testing/app-image.js';
import { bytesOf, hexOf, same } from '../testing/hex.js';
import {
  APP_HEAD,
  BLOCK,
  BLOCK_DATA,
  blockIsSound,
  BOOTLOADER_HEAD,
  codeStartsAt,
  encodeBlock,
  readLogical,
} from './blocks.js';
import { readDescriptor } from './descriptor.js';
import { factoryFlash } from './factory.js';
import { APP_START, BOOTLOADER_END, RF_SECTOR } from './map.js';
import { readMac, rfSectorWith } from './rf.js';

/** A block whose code starts with `head`. */
const blockWith = (head: string): Uint8Array => {
  const data = randomBytes(seededRandom(2), BLOCK_DATA);
  data.set(bytesOf(head));
  return encodeBlock(data);
};

describe('what boots under the Tuya key (protocol §12.1)', () => {
  it.each([
    ['N 1.0.1', '69 0C B5 96 35 FF 2A 99', true, false],
    ['T 1.0.5, 1.0.6', '43 09 B5 96 35 FF 2A 99', true, false],
    ['T 1.0.4', '78 14 B5 96 35 FF 2A 99', true, false],
    ['app', '2F 07 B5 94 35 FF 2A 9B', false, true],
    ['app, old T SDK', '39 07 B5 94 35 FF 2A 9B', false, true],
    ['zero key or plain', '12 34 00 EA 14 F0 9F E5', false, false],
    ['OTA package', '55 AA 55 AA 00 00 00 00', false, false],
    ['RBL', '52 42 4C 00 00 00 00 00', false, false],
  ])('%s', (_, head, bootloader, app) => {
    const block = blockWith(head);
    expect(codeStartsAt(block, 0, BOOTLOADER_HEAD)).toBe(bootloader);
    expect(codeStartsAt(block, 0, APP_HEAD)).toBe(app);
  });

  it('is nothing of erased flash, nor of a head with a wrong CRC', () => {
    expect(codeStartsAt(new Uint8Array(BLOCK).fill(0xff), 0, APP_HEAD)).toBe(false);
    const block = blockWith('2F 07 B5 94 35 FF 2A 9B');
    block[33] = (block[33] ?? 0) ^ 1;
    expect(codeStartsAt(block, 0, APP_HEAD)).toBe(false);
  });
});

describe('blocks of 34 bytes (protocol §12.1)', () => {
  const data = fc.uint8Array({ minLength: BLOCK_DATA, maxLength: BLOCK_DATA });

  it('carry their CRC big-endian, and no block with a changed byte is sound', () => {
    fc.assert(
      fc.property(data, fc.nat(BLOCK - 1), fc.integer({ min: 1, max: 255 }), (code, at, change) => {
        const block = encodeBlock(code);
        expect(block.length).toBe(BLOCK);
        expect(((block[32] ?? 0) << 8) | (block[33] ?? 0)).toBe(crc16(code));
        expect(blockIsSound(block, 0)).toBe(true);
        block[at] = (block[at] ?? 0) ^ change;
        expect(blockIsSound(block, 0)).toBe(false);
      }),
    );
  });

  it('are read without their CRCs from any place: physical = logical x 34/32', () => {
    const code = randomBytes(seededRandom(4), 20 * BLOCK_DATA);
    const flash = new Uint8Array(0x1000).fill(0xff);
    for (let block = 0; block < 20; block++)
      flash.set(
        encodeBlock(code.subarray(block * BLOCK_DATA, (block + 1) * BLOCK_DATA)),
        0x100 + block * BLOCK,
      );
    fc.assert(
      fc.property(fc.nat(20 * BLOCK_DATA), fc.nat(100), (at, count) => {
        const length = Math.min(count, code.length - at);
        expect(readLogical(flash, 0x100, at, length)).toEqual(code.slice(at, at + length));
      }),
    );
    expect((0x10000 * BLOCK) / BLOCK_DATA).toBe(APP_START);
  });
});

describe('a module by itself (protocol §12.3)', () => {
  it('has its bootloader, its RF sector and nothing else, the same every time', () => {
    for (const chip of ['BK7231T', 'BK7231N'] as const) {
      const flash = factoryFlash({ chip });
      expect(flash.length).toBe(0x200000);
      expect(same(flash, factoryFlash({ chip }))).toBe(true);
      const rest = flash.slice().fill(0xff, 0, BOOTLOADER_END);
      rest.fill(0xff, RF_SECTOR[chip], RF_SECTOR[chip] + 0x1000);
      expect(rest.every((byte) => byte === 0xff)).toBe(true);
    }
  });

  it('differs from the next one by its MAC alone', () => {
    const mac = fc.uint8Array({ minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(mac, fc.constantFrom('BK7231T' as const, 'BK7231N' as const), (bytes, chip) => {
        const text = Buffer.from(bytes).toString('hex');
        const sector = rfSectorWith(new Uint8Array(0), text);
        const flash = new Uint8Array(0x200000).fill(0xff);
        flash.set(sector, RF_SECTOR[chip]);
        expect(readMac(flash, chip)).toBe(text);
        expect(hexOf(sector.subarray(0, 4))).toBe('54 4C 56 00');
        sector.fill(0xff, 0x24, 0x2a);
        expect(sector.subarray(4).every((byte) => byte === 0xff)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('keeps the rest of its calibration when it gets another MAC', () => {
    const present = randomBytes(seededRandom(9), 0x1000);
    present.set([0x54, 0x4c, 0x56, 0x00]);
    const changed = rfSectorWith(present, '508a06000001');
    expect(Buffer.from(changed.subarray(0x24, 0x2a)).toString('hex')).toBe('508a06000001');
    changed.set(present.subarray(0x24, 0x2a), 0x24);
    expect(same(changed, present)).toBe(true);
  });
});

describe('the name in an image', () => {
  it('is that of the descriptor or none, whatever text stands there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const named = readDescriptor(flashWithApp('BK7231N', appImage(text)));
        expect(named === null || typeof named.name === 'string').toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('may be of any language', () => {
    const text = JSON.stringify({ firmName: '固件-é', firmVer: '1.0.0' });
    expect(readDescriptor(flashWithApp('BK7231T', appImage(text)))).toEqual({
      name: '固件-é',
      version: '1.0.0',
    });
  });

  it('is none of an erased module', () => {
    expect(readDescriptor(factoryFlash({ chip: 'BK7231T' }))).toBeNull();
  });
});
