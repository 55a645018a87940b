import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { seededRandom } from '../random.js';
import { garble } from './garble.js';
import { actualRate, ratesAgree } from './rate.js';

describe('the divisor (protocol §1)', () => {
  it.each([
    [115200, 115044],
    [230400, 230088],
    [460800, 464286],
    [576000, 577778],
    [921600, 928571],
    [1000000, 1000000],
    [1500000, 1529412],
    [2000000, 2000000],
    [3000000, 2888889],
    [9600, 9601],
  ])('%d asked is %d real', (asked, real) => expect(Math.round(actualRate(asked))).toBe(real));

  it('is clamped to 5..0x2000', () => {
    expect(actualRate(50_000_000)).toBe(5_200_000);
    expect(actualRate(1)).toBeCloseTo(26e6 / 0x2000);
  });

  it('leaves 1.5 M usable and 3 M not', () => {
    expect(ratesAgree(1_500_000, actualRate(1_500_000))).toBe(true);
    expect(ratesAgree(3_000_000, actualRate(3_000_000))).toBe(false);
    expect(ratesAgree(115200, 9600)).toBe(false);
  });
});

describe('bytes at the wrong rate', () => {
  const mismatch = { sentAt: 115200, heardAt: 928571 };

  it('are the same every time for the same random source', () => {
    const bytes = new Uint8Array(200).fill(0x55);
    const first = garble(bytes, { ...mismatch, random: seededRandom(5) });
    expect(garble(bytes, { ...mismatch, random: seededRandom(5) })).toEqual(first);
    expect(garble(bytes, { ...mismatch, random: seededRandom(6) })).not.toEqual(first);
  });

  it('never survive', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer(), (byte, seed) => {
        const heard = garble(new Uint8Array(50).fill(byte), { ...mismatch, random: seededRandom(seed) });
        expect(heard).not.toContain(byte);
      }),
    );
  });

  it('are doubled towards a faster receiver and dropped towards a slower one', () => {
    const bytes = new Uint8Array(1000);
    const random = seededRandom(1);
    expect(garble(bytes, { sentAt: 115200, heardAt: 921600, random }).length).toBeGreaterThan(1300);
    expect(garble(bytes, { sentAt: 921600, heardAt: 115200, random }).length).toBeLessThan(1000);
  });
});
