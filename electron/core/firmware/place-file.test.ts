import { describe, expect, it } from 'vitest';

import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import { makeDemoFirmware, makeUpdatePackage, makeUserArea } from './demo-firmware.js';
import { identifyFirmware } from './identify.js';
import { keyOf, placeFile, requireKey } from './place-file.js';

const app = { identifier: 'kiln_demo', version: '1.2.3', appBytes: 0x1000 };
const wanted = (image: Uint8Array, start: number | null = null) => ({
  image,
  facts: identifyFirmware(image),
  start,
});
const qio = (protocolClass: 'N' | 'T') => makeDemoFirmware({ ...app, protocolClass });
const ua = makeUserArea(app);
const code = (name: string): unknown => expect.objectContaining({ code: name });

describe('placeFile', () => {
  it('puts a UA behind the bootloader on both classes', () => {
    for (const chip of ['BK7231T', 'BK7231N'] as const) {
      expect(placeFile(wanted(ua), chip)).toEqual({ start: 0x11000, image: ua });
      expect(placeFile(wanted(ua, 0x11000), chip).start).toBe(0x11000);
      expect(() => placeFile(wanted(ua, 0), chip)).toThrow(
        expect.objectContaining({
          code: 'FIRMWARE_PLACE',
          data: { kind: 'UA', start: '0x000000', wanted: '0x011000' },
        }),
      );
    }
  });

  it('puts a QIO at 0 on class N, and nowhere else', () => {
    expect(placeFile(wanted(qio('N')), 'BK7231N').start).toBe(0);
    expect(() => placeFile(wanted(qio('N'), 0x11000), 'BK7231N')).toThrow(code('FIRMWARE_PLACE'));
  });

  it('strips the bootloader of a QIO on class T', () => {
    const { start, image } = placeFile(wanted(qio('T'), 0x11000), 'BK7231T');
    expect(start).toBe(0x11000);
    expect(Buffer.from(image).equals(qio('T').subarray(0x11000))).toBe(true);
    expect(() => placeFile(wanted(qio('T'), 0), 'BK7231T')).toThrow(code('FIRMWARE_PLACE'));
  });

  it('refuses another class, and a chip that does not boot the known bootloaders', () => {
    expect(() => placeFile(wanted(qio('N')), 'BK7231T')).toThrow(code('FIRMWARE_CHIP'));
    expect(() => placeFile(wanted(qio('N')), 'BK7238')).toThrow(code('FIRMWARE_CHIP'));
  });

  it('refuses update packages, but for a bare one in the download area', () => {
    const ug = makeUpdatePackage({ version: '1.2.3' });
    for (const start of [null, 0, 0x11000, 0x132000]) {
      expect(() => placeFile(wanted(ug, start), 'BK7231T')).toThrow(code('FIRMWARE_KIND'));
    }
    const facts: FirmwareFacts = { ...identifyFirmware(ug), kind: 'RBL' };
    expect(placeFile({ image: ug, facts, start: 0x132000 }, 'BK7231T').start).toBe(0x132000);
    expect(() => placeFile({ image: ug, facts, start: 0x11000 }, 'BK7231T')).toThrow(code('FIRMWARE_KIND'));
  });

  it('puts what it does not know where it is told, and nowhere of itself', () => {
    const image = new Uint8Array(0x1000).fill(7);
    expect(placeFile({ image, facts: null, start: 0x1e0000 }, 'BK7231T')).toEqual({ start: 0x1e0000, image });
    expect(() => placeFile({ image, facts: null, start: null }, 'BK7231T')).toThrow(code('FIRMWARE_UNKNOWN'));
  });
});

describe('the key of a file', () => {
  it('must be that of the chip, where both can be told', () => {
    const facts = identifyFirmware(ua);
    expect(keyOf(facts)).toBe('tuya');
    expect(() => requireKey(facts, 'tuya')).not.toThrow();
    expect(() => requireKey(facts, 'zero')).toThrow(
      expect.objectContaining({ code: 'FIRMWARE_KEY', data: { wanted: 'tuya', found: 'zero' } }),
    );
    expect(() => requireKey({ ...facts, warnings: ['not-encrypted'] }, 'tuya')).toThrow(code('FIRMWARE_KEY'));
    expect(() => requireKey({ ...facts, warnings: ['unknown-head'] }, 'other')).not.toThrow();
    expect(() => requireKey(null, 'zero')).not.toThrow();
  });
});
