import { describe, expect, it } from 'vitest';
import { allBlocksGood, decodeBlocks } from './code-blocks.js';
import {
  DEMO_DESCRIPTOR_OFFSET,
  makeDemoFirmware,
  makeUpdatePackage,
  makeUserArea,
} from './demo-firmware.js';
import { identifyFirmware } from './identify.js';
import { parseRblHeader } from './rbl-header.js';

const options = { identifier: 'kiln_demo', version: '1.2.3' };

describe.each(['N', 'T'] as const)('demo firmware of class %s', (protocolClass) => {
  const image = makeDemoFirmware({ ...options, protocolClass });

  it('is a whole, faultless QIO', () => {
    expect(image).toHaveLength(0x129f70);
    expect(identifyFirmware(image, 'kiln_demo_QIO_1.2.3.bin')).toMatchObject({
      kind: 'QIO',
      bytes: 1_220_464,
      protocolClass,
      version: '1.2.3',
      warnings: [],
    });
    expect(allBlocksGood(image, 0, 0x11000)).toBe(true);
  });

  it('has its RBL headers where real files have them', () => {
    expect(Buffer.from(image.subarray(0x10f9a, 0x10f9e)).toString('latin1')).toBe('RBL\0');
    expect(Buffer.from(image.subarray(0x129f0a, 0x129f0e)).toString('latin1')).toBe('RBL\0');
    expect(parseRblHeader(decodeBlocks(image, 0x10f9a, 3))).toMatchObject({
      name: 'bootloader',
      rawBytes: 0xffa0,
    });
    expect(parseRblHeader(decodeBlocks(image, 0x129f0a, 3))).toMatchObject({ name: 'app', version: '1.2.3' });
  });

  it('carries its descriptor at payload offset 0x200', () => {
    const payload = Buffer.from(decodeBlocks(image, 0x11000, 40));
    const expected = 'KILN-DEMO-APP\0{"firmName":"kiln_demo","firmVer":"1.2.3"}\0';
    expect(DEMO_DESCRIPTOR_OFFSET).toBe(0x200);
    expect(payload.subarray(0x200, 0x200 + expected.length).toString('latin1')).toBe(expected);
  });

  it('has no sector that looks erased, and is the same every time', () => {
    for (let at = 0; at < image.length; at += 0x1000) {
      const distinct = new Set(image.subarray(at, at + 0x1000)).size;
      expect(distinct, `sector ${at.toString(16)}`).toBeGreaterThan(200);
    }
    expect(Buffer.from(makeDemoFirmware({ ...options, protocolClass })).equals(image)).toBe(true);
    expect(Buffer.from(makeDemoFirmware({ ...options, version: '1.2.4', protocolClass })).equals(image)).toBe(
      false,
    );
  });
});

describe('other demo files', () => {
  it('makes small images for quick tests', () => {
    const image = makeDemoFirmware({ ...options, protocolClass: 'N', appBytes: 0x1003 });
    expect(image.length).toBeLessThan(0x13000);
    expect(identifyFirmware(image)).toMatchObject({ kind: 'QIO', version: '1.2.3', warnings: [] });
  });

  it('makes a user area and an update package', () => {
    expect(identifyFirmware(makeUserArea(options), 'a_UA_1.2.3.bin')).toMatchObject({
      kind: 'UA',
      bytes: 0x118f70,
      version: '1.2.3',
      warnings: [],
    });
    expect(identifyFirmware(makeUpdatePackage({ version: '1.2.3' }), 'a_UG_1.2.3.bin')).toMatchObject({
      kind: 'UG',
      version: '1.2.3',
      warnings: [],
    });
  });

  it('refuses sizes that cannot be', () => {
    expect(() => makeUserArea({ ...options, appBytes: 0x210 })).toThrow(RangeError);
    expect(() => makeUserArea({ ...options, appBytes: 0x108700 })).toThrow(RangeError);
  });
});
