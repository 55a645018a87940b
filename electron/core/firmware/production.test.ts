import { describe, expect, it } from 'vitest';
import { CHIPS } from '../../../shared/domain/chip.js';
import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import { makeDemoFirmware, makeUpdatePackage, makeUserArea } from './demo-firmware.js';
import { identifyFirmware } from './identify.js';
import { placeProduction, requireProduction } from './production.js';

const app = { identifier: 'kiln_demo', version: '1.2.3', appBytes: 0x1000 };
const forN = makeDemoFirmware({ ...app, protocolClass: 'N' });
const forT = makeDemoFirmware({ ...app, protocolClass: 'T' });
const { BK7231N, BK7231T } = CHIPS;

const kinds = (['UA', 'UG', 'RBL', 'DUMP'] as const).map((kind): FirmwareFacts => ({
  ...identifyFirmware(forN),
  kind,
  protocolClass: null,
}));

describe('requireProduction', () => {
  it('takes a QIO and nothing else', () => {
    expect(() => requireProduction(identifyFirmware(forN))).not.toThrow();
    for (const facts of kinds) {
      expect(() => requireProduction(facts, 'a.bin')).toThrow(
        expect.objectContaining({
          code: 'FIRMWARE_KIND',
          data: { kind: facts.kind, wanted: 'QIO', name: 'a.bin' },
        }),
      );
    }
    expect(() => requireProduction(identifyFirmware(makeUpdatePackage({ version: '1.0.0' })))).toThrow(
      expect.objectContaining({ data: { kind: 'UG', wanted: 'QIO' } }),
    );
  });
});

describe('placeProduction', () => {
  it('writes all of it at 0 on class N', () => {
    const { start, image } = placeProduction(forN, identifyFirmware(forN), BK7231N);
    expect(start).toBe(0);
    expect(Buffer.from(image).equals(forN)).toBe(true);
  });

  it('leaves the bootloader alone on class T', () => {
    const { start, image } = placeProduction(forT, identifyFirmware(forT), BK7231T);
    expect(start).toBe(0x11000);
    expect(Buffer.from(image).equals(forT.subarray(0x11000))).toBe(true);
  });

  it('refuses the other class, both ways', () => {
    expect(() => placeProduction(forN, identifyFirmware(forN), BK7231T)).toThrow(
      expect.objectContaining({ code: 'FIRMWARE_CHIP', data: { madeFor: 'N', board: 'BK7231T' } }),
    );
    expect(() => placeProduction(forT, identifyFirmware(forT), BK7231N)).toThrow(
      expect.objectContaining({ code: 'FIRMWARE_CHIP', data: { madeFor: 'T', board: 'BK7231N' } }),
    );
  });

  it('goes by the board where the bootloader tells no class', () => {
    const facts = { ...identifyFirmware(forN), protocolClass: null };
    expect(placeProduction(forN, facts, BK7231T).start).toBe(0x11000);
    expect(placeProduction(forN, facts, BK7231N).start).toBe(0);
  });

  it('puts a user area behind the bootloader of either', () => {
    const area = makeUserArea(app);
    for (const chip of [BK7231N, BK7231T]) {
      const { start, image } = placeProduction(area, identifyFirmware(area), chip);
      expect(start).toBe(0x11000);
      expect(Buffer.from(image).equals(area)).toBe(true);
    }
  });

  it('never places an update package or a dump', () => {
    for (const facts of kinds.filter(({ kind }) => kind !== 'UA')) {
      expect(() => placeProduction(forN, facts, BK7231N)).toThrow(
        expect.objectContaining({ code: 'FIRMWARE_KIND', data: { kind: facts.kind, wanted: 'QIO' } }),
      );
    }
  });
});
