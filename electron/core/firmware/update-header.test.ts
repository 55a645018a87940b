import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasUpdateMagic, packUpdate, readUpdateHeader } from './update-header.js';

describe('update package header', () => {
  it('lies as the page says', () => {
    const bytes = Buffer.from(packUpdate('1.2.3', Uint8Array.of(1, 2, 250)));
    expect(bytes.subarray(0, 4).toString('hex')).toBe('55aa55aa');
    expect(bytes.subarray(4, 10).toString('latin1')).toBe('1.2.3\0');
    expect(bytes.readUInt32BE(16)).toBe(3);
    expect(bytes.readUInt32BE(20)).toBe(253);
    expect(bytes.subarray(28, 32).toString('hex')).toBe('aa55aa55');
    expect(hasUpdateMagic(bytes)).toBe(true);
    expect(hasUpdateMagic(bytes.subarray(0, 3))).toBe(false);
  });

  it('reads what it packed', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9.]{1,12}$/),
        fc.uint8Array({ maxLength: 200 }),
        (version, payload) => {
          expect(readUpdateHeader(packUpdate(version, payload))).toEqual({ version });
        },
      ),
    );
    expect(readUpdateHeader(packUpdate('', new Uint8Array(4)))).toEqual({ version: null });
  });

  it('names the damage', () => {
    const good = packUpdate('1.2.3', new Uint8Array(50).fill(6));
    const changed = (at: number): Uint8Array =>
      Uint8Array.from(good, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(readUpdateHeader(good.subarray(0, 20))).toEqual({ problem: 'truncated' });
    expect(readUpdateHeader(good.subarray(0, 81))).toEqual({ problem: 'truncated' });
    for (const at of [5, 16, 22, 25, 30])
      expect(readUpdateHeader(changed(at))).toEqual({ problem: 'update-header' });
    expect(readUpdateHeader(changed(40))).toEqual({ problem: 'update-payload' });
  });
});
