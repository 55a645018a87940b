import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpioFailure } from './gpio-reply.js';

describe('gpioFailure', () => {
  it.each([
    [{ ret: false }, '?', '?'],
    [{ ret: false, pin: [6, 7] }, '6, 7', '{"pin":[6,7]}'],
    [{ ret: false, G: [[6, 7], [8]] }, '6, 7, 8', '{"G":[[6,7],[8]]}'],
    [{ ret: false, err: { P6: 'short', P7: 26 } }, 'short, 26', '{"err":{"P6":"short","P7":26}}'],
    [{ ret: false, fail: 'P6,P7' }, 'P6,P7', '{"fail":"P6,P7"}'],
    [{ ret: false, fail: [] }, '?', '{"fail":[]}'],
  ])('names the pins of %j', (fields, pins, detail) => {
    expect(gpioFailure(fields)).toEqual({ pins, detail });
  });

  it('stays short and flat, whatever a module says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        const { detail, pins } = gpioFailure({ ...fields, ret: false });
        expect(detail.length).toBeLessThanOrEqual(200);
        expect(pins.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});
