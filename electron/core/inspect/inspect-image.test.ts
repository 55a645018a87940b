import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { InspectReport } from '../../../shared/contract/inspect.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { inspectImage } from './inspect-image.js';
import { LICENSE, openValues, usedFlash, usedValues, WIFI_PASSWORD } from './testing/boards.js';

const N = usedFlash('BK7231N');
const T = usedFlash('BK7231T');

describe('a whole dump', () => {
  it('tells chip, license, lock, pairing, storage', () => {
    expect(inspectImage(N)).toMatchObject({
      chip: 'BK7231N',
      keySector: 0x1ee000,
      format: '0x135726AB',
      geometry: { blocks: 16, swap: 1 },
      authorized: true,
      uuid: LICENSE.uuid,
      productionTestClosed: true,
      provisioned: true,
      deviceId: 'bf0123456789abcdefghij',
      firmwareKey: 'keyabcdefghijklm',
      firmware: { version: '1.1.71', source: 'storage' },
      repairs: [{ way: 'restore' }, { repair: 'wipe' }],
    });
    expect(inspectImage(T)).toMatchObject({
      chip: 'BK7231T',
      format: '0x98761234',
      geometry: { blocks: 14, swap: 3 },
      source: 'kv',
      repairs: [{ way: 'rewrite', pairing: 'lost' }, { license: 'lost' }],
    });
  });

  it('is what the contract says, and takes it over IPC', () => {
    for (const flash of [N, T, new Uint8Array(0x200000).fill(0xff)]) {
      const report = inspectImage(flash);
      expect(InspectReport.parse(structuredClone(report))).toEqual(report);
    }
  });

  it('masks every secret unless asked, and Wi-Fi passwords even then', () => {
    const masked = JSON.stringify(inspectImage(N));
    const revealed = JSON.stringify(inspectImage(N, { reveal: true }));
    for (const secret of [LICENSE.authkey, LICENSE.pskKey, LICENSE.facPin]) {
      expect(masked).not.toContain(secret);
      expect(revealed).toContain(secret);
    }
    for (const text of [masked, revealed]) expect(text).not.toContain(WIFI_PASSWORD);
  });

  it('whose storage is gone tells what class N would restore', () => {
    const flash = N.slice().fill(0xff, 0x1ee000);
    expect(inspectImage(flash)).toMatchObject({
      keySector: null,
      storage: 'restorable',
      source: 'protected',
      authorized: true,
      uuid: LICENSE.uuid,
      productionTestClosed: false,
    });
    flash.fill(0xff, 0x1ed000, 0x1ee000);
    expect(inspectImage(flash)).toMatchObject({ source: 'mirror', authorized: true });
    flash.fill(0xff, 0x1cf000, 0x1d0000);
    expect(inspectImage(flash)).toMatchObject({ source: null, authorized: false, storage: 'none' });
  });
});

describe('a piece of a dump', () => {
  it('of the storage alone is found where it belongs', () => {
    for (const start of [0x1ed000, 0x1ee000, 0x1eb000, 0x1cf000]) {
      expect(inspectImage(N.subarray(start))).toMatchObject({
        keySector: 0x1ee000,
        uuid: LICENSE.uuid,
        storage: 'sound',
      });
    }
  });

  it('that ends in the storage is read as far as it goes, and no repair is offered', () => {
    const report = inspectImage(N.subarray(0, 0x1f3800));
    expect(report).toMatchObject({ keySector: 0x1ee000, storage: 'worn' });
    expect(report.sectors.filter(({ health }) => health === 'unread').length).toBe(13);
    expect(report.repairs.map(({ possible, reason }) => [possible, reason])).toEqual([
      [false, 'storage-unread'],
      [false, 'storage-unread'],
    ]);
  });
});

describe('any file', () => {
  const coded = (file: Uint8Array) => {
    try {
      return InspectReport.parse(inspectImage(file)).storage;
    } catch (error) {
      if (error instanceof KilnError) return error.code;
      throw error;
    }
  };

  it('gets a verdict or a code, never a crash', () => {
    expect(coded(new Uint8Array(0))).toBe('FIRMWARE_EMPTY');
    expect(coded(new Uint8Array(0x1000001))).toBe('FIRMWARE_TOO_LARGE');
    expect(coded(new Uint8Array(1))).toBe('none');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 9000 }), (file) => {
        expect(coded(file)).toBe('none');
      }),
      { numRuns: 40 },
    );
  });

  it('cut off or with bits flipped as well', () => {
    const flips = fc.array(fc.tuple(fc.integer({ min: 0x1c0000, max: 0x1fffff }), fc.nat(7)), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 1, max: 0x200000 }), flips, (isN, length, places) => {
        const flash = (isN ? N : T).slice(0, length);
        for (const [at, bit] of places) if (at < length) flash[at] = (flash[at] ?? 0) ^ (1 << bit);
        const report = inspectImage(flash);
        expect(InspectReport.safeParse(report).success).toBe(true);
        expect(JSON.stringify(report)).not.toContain(WIFI_PASSWORD);
      }),
      { numRuns: 40 },
    );
  });
});

describe('plans', () => {
  it('say what goes: keys that no copy has, and what is carried over', () => {
    const [unlock] = inspectImage(N).repairs;
    expect(unlock).toMatchObject({
      license: 'kept',
      pairing: 'uncertain',
      lost: ['em_sys_env', 'gw_di'],
      carried: ['country', 'user-parameters'],
      erase: [{ start: 0x1ee000, end: 0x200000 }],
      evidence: 'observed',
    });
    const [rewrite] = inspectImage(T).repairs;
    expect(rewrite).toMatchObject({ license: 'rewritten', lost: ['em_sys_env', 'gw_di', 'gw_wsm'] });
  });

  it('of a test that is open do nothing', () => {
    const [unlock] = inspectImage(usedFlash('BK7231T', openValues('BK7231T'))).repairs;
    expect(unlock).toMatchObject({ way: 'open', erase: [], license: 'kept', productionTest: false });
  });

  it('of a closed board without a license erase and promise nothing', () => {
    const [unlock] = inspectImage(usedFlash('BK7231T', { mf_test_close: 'true\0' })).repairs;
    expect(unlock).toMatchObject({ way: 'erase', license: 'none', pairing: 'none' });
  });

  it('of a license that command 07 would spoil drop the flag in place instead', () => {
    const values = usedValues('BK7231T');
    const long = { uuid: 'uuid0123456789abcdef', auth_key: LICENSE.authkey, psk_key: 'x'.repeat(44) };
    const odd = { uuid: LICENSE.uuid, auth_key: 'short', psk_key: null };
    for (const base of [long, odd]) {
      const [unlock] = inspectImage(usedFlash('BK7231T', { ...values, gw_bi: JSON.stringify(base) })).repairs;
      expect(unlock).toMatchObject({ way: 'lift', evidence: 'inferred', license: 'kept', possible: true });
    }
  });

  it('are refused where nobody knows the chip, or knows that its storage is elsewhere', () => {
    const reasons = (chip: 'auto' | 'BK7238' | 'BK7231S', flash: Uint8Array) =>
      inspectImage(flash, { chip }).repairs.map(({ reason }) => reason);
    expect(reasons('BK7238', N)).toEqual(['chip-other-map', 'chip-other-map']);
    // Some keep their calibration at 0x1F3000.
    expect(reasons('BK7231S', T)).toEqual(['rf-inside', 'rf-inside']);
    expect(reasons('auto', new Uint8Array(0x200000).fill(0xff))).toEqual(['chip-unknown', 'chip-unknown']);
  });
});
