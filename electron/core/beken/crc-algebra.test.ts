import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { joinCrc, restCrc } from './crc-algebra.js';
import { wireCrc } from './wire-crc.js';

describe('the algebra of the wire CRC', () => {
  it('joins two ranges, and takes one off again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 9000 }), (left, right) => {
        const whole = wireCrc(Buffer.concat([left, right]));
        expect(joinCrc(wireCrc(left), wireCrc(right), right.length)).toBe(whole);
        expect(restCrc(whole, wireCrc(left), right.length)).toBe(wireCrc(right));
      }),
    );
  });

  it('holds for the figures of the protocol page (§14)', () => {
    const blank = wireCrc(new Uint8Array(0x1000).fill(0xff));
    let crc = blank;
    for (let sector = 1; sector < 281; sector += 1) crc = joinCrc(crc, blank, 0x1000);
    // CRC of 0x11000..0x12A000 erased: 65 5A 28 33 on the wire.
    expect(crc).toBe(0x33285a65);
  });
});
