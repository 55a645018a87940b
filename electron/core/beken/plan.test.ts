import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { BLOCK_64K, SECTOR } from '../../../shared/domain/chip.js';
import { ERASE_BLOCKS, padToSectors, planErase, planWrite } from './plan.js';

const T = { chip: 'BK7231T', flashBytes: 0x200000 } as const;
const N = { chip: 'BK7231N', flashBytes: 0x200000 } as const;
const image = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0x5a);
const sectors = fc.integer({ min: 0, max: 512 });

describe('planErase', () => {
  it('covers exactly the range, in order, without a byte outside or twice', () => {
    fc.assert(
      fc.property(sectors, sectors, fc.nat(1), (a, b, n) => {
        const [start, end] = [Math.min(a, b) * SECTOR, Math.max(a, b) * SECTOR];
        let at = start;
        for (const step of planErase(start, end, ERASE_BLOCKS[n % 2 === 0 ? 'T' : 'N'])) {
          expect(step.address).toBe(at);
          at += step.bytes;
        }
        expect(at).toBe(end);
      }),
    );
  });

  it('aligns blocks, and uses a block wherever one fits', () => {
    fc.assert(
      fc.property(sectors, sectors, (a, b) => {
        const [start, end] = [Math.min(a, b) * SECTOR, Math.max(a, b) * SECTOR];
        for (const { address, bytes } of planErase(start, end)) {
          expect(address % bytes).toBe(0);
          const block = Math.floor(address / BLOCK_64K) * BLOCK_64K;
          expect(bytes === BLOCK_64K).toBe(block >= start && block + BLOCK_64K <= end);
        }
      }),
    );
  });

  it('takes 16 blocks and 25 sectors for the application partition', () => {
    const steps = planErase(0x11000, 0x12a000);
    expect(steps.filter((step) => step.bytes === BLOCK_64K)).toHaveLength(16);
    expect(steps.filter((step) => step.bytes === SECTOR)).toHaveLength(281 - 16 * 16);
  });
});

describe('on class N', () => {
  it('takes 32 KiB blocks at the edges as well, which T would acknowledge without erasing (protocol §4)', () => {
    const steps = planErase(0x11000, 0x12a000, ERASE_BLOCKS.N);
    const count = (size: number): number => steps.filter(({ bytes }) => bytes === size).length;
    expect([count(BLOCK_64K), count(0x8000), count(SECTOR)]).toEqual([16, 2, 7 + 2]);
    expect(planErase(0x18000, 0x20000, ERASE_BLOCKS.T).every(({ bytes }) => bytes === SECTOR)).toBe(true);
  });
});

describe('an override', () => {
  it('lets calibration and MAC be written, and never the bootloader of class T', () => {
    expect(planWrite(T, { start: 0x1e0000, image: image(1) }, 'restored from a backup').start).toBe(0x1e0000);
    expect(() => planWrite(T, { start: 0x10000, image: image(1) }, 'I insist')).toThrow(
      expect.objectContaining({ code: 'FLASH_RANGE_PROTECTED' }),
    );
    expect(() => planWrite(N, { start: 0x1d0000, image: image(1) }, '')).toThrow(
      expect.objectContaining({ code: 'FLASH_RANGE_PROTECTED' }),
    );
  });

  it.each([
    ['BK7238', 0x1e3000],
    ['BK7231S', 0x1f3000],
    ['BK7236', 0x3fe000],
    ['BK7258', 0x7fe000],
  ] as const)('is what the calibration of a %s wants', (chip, start) => {
    const facts = { chip, flashBytes: 0x800000 };
    expect(() => planWrite(facts, { start, image: image(1) })).toThrow(
      expect.objectContaining({ code: 'FLASH_RANGE_PROTECTED' }),
    );
    expect(planWrite(facts, { start, image: image(1) }, 'known').start).toBe(start);
  });
});

describe('padToSectors', () => {
  it('adds 0xFF up to whole sectors and nothing more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 * SECTOR }), (bytes) => {
        const padded = padToSectors(image(bytes));
        expect(padded.length % SECTOR).toBe(0);
        expect(padded.length - bytes).toBeLessThan(SECTOR);
        expect(padded.subarray(0, bytes)).toEqual(image(bytes));
        expect(padded.subarray(bytes).every((byte) => byte === 0xff)).toBe(true);
      }),
    );
  });
});

describe('planWrite', () => {
  it('lets the application through on both chips', () => {
    expect(planWrite(T, { start: 0x11000, image: image(100) })).toMatchObject({
      start: 0x11000,
      end: 0x12000,
    });
    expect(planWrite(N, { start: 0, image: image(0x12a000) })).toMatchObject({ start: 0, end: 0x12a000 });
  });

  it('refuses everything below the application on class T (protocol §0.7)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0x10 }),
        fc.integer({ min: 1, max: 0x20000 }),
        (sector, bytes) => {
          const plan = (): unknown => planWrite(T, { start: sector * SECTOR, image: image(bytes) });
          expect(plan).toThrow(expect.objectContaining({ code: 'FLASH_RANGE_PROTECTED' }));
        },
      ),
    );
    expect(() => planWrite(T, { start: 0x10000, image: image(1) })).toThrow(
      expect.objectContaining({ data: { start: '0x010000', end: '0x011000', region: 'bootloader' } }),
    );
  });

  it.each([
    [T, 0x1e0000],
    [N, 0x1d0000],
  ])('never touches the RF sector: %o', (facts, rf) => {
    const refused: unknown = expect.objectContaining({
      code: 'FLASH_RANGE_PROTECTED',
      data: expect.objectContaining({ region: 'rf' }) as object,
    });
    expect(() => planWrite(facts, { start: rf, image: image(1) })).toThrow(refused);
    expect(() => planWrite(facts, { start: rf - SECTOR, image: image(SECTOR + 1) })).toThrow(refused);
    expect(() => planWrite(facts, { start: 0x11000, image: image(0x200000 - 0x11000) })).toThrow(refused);
    expect(planWrite(facts, { start: rf - SECTOR, image: image(SECTOR) }).end).toBe(rf);
    expect(planWrite(facts, { start: rf + SECTOR, image: image(1) }).start).toBe(rf + SECTOR);
  });

  it('plans no erase of a forbidden byte, whatever is asked', () => {
    fc.assert(
      fc.property(sectors, fc.integer({ min: 1, max: 0x200000 }), fc.boolean(), (sector, bytes, isT) => {
        const facts = isT ? T : N;
        const rf = isT ? 0x1e0000 : 0x1d0000;
        try {
          const { start, end } = planWrite(facts, { start: sector * SECTOR, image: new Uint8Array(bytes) });
          for (const { address, bytes: size } of planErase(start, end)) {
            expect(address).toBeGreaterThanOrEqual(isT ? 0x11000 : 0);
            expect(address + size <= rf || address >= rf + SECTOR).toBe(true);
            expect(address + size).toBeLessThanOrEqual(0x200000);
          }
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^FLASH_/) as string });
        }
      }),
    );
  });

  it('refuses what does not fit, an empty image, and a start between sectors', () => {
    const code = (name: string): unknown => expect.objectContaining({ code: name });
    expect(() => planWrite(N, { start: 0x1ff000, image: image(SECTOR + 1) })).toThrow(
      code('FLASH_TOO_SMALL'),
    );
    expect(() => planWrite({ ...N, flashBytes: 0x100000 }, { start: 0, image: image(0x100001) })).toThrow(
      expect.objectContaining({ data: { end: '0x101000', flashBytes: '0x100000' } }),
    );
    expect(() => planWrite(N, { start: 0, image: new Uint8Array(0) })).toThrow(code('FIRMWARE_EMPTY'));
    expect(() => planWrite(N, { start: 0x800, image: image(1) })).toThrow(code('RANGE_UNALIGNED'));
    expect(() => planWrite(N, { start: -SECTOR, image: image(1) })).toThrow(code('RANGE_UNALIGNED'));
    expect(() => planWrite(N, { start: Number.NaN, image: image(1) })).toThrow(code('RANGE_UNALIGNED'));
  });
});
