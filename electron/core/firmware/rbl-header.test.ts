import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRblHeader, fnv1a, hasRblMagic, parseRblHeader, type RblHeader } from './rbl-header.js';

const header: RblHeader = {
  encryption: 2,
  compression: 1,
  timestamp: 1_700_000_000,
  name: 'app',
  version: '1.1.71',
  packageCrc: 0xdeadbeef,
  rawHash: 0x12345678,
  rawBytes: 0x108000,
  packageBytes: 0x80000,
};

describe('RBL header', () => {
  it('lies as the page says', () => {
    const bytes = Buffer.from(encodeRblHeader(header));
    expect(bytes).toHaveLength(96);
    expect(bytes.subarray(0, 6).toString('hex')).toBe('52424c000201');
    expect(bytes.subarray(12, 16).toString('latin1')).toBe('app\0');
    expect(bytes.subarray(28, 35).toString('latin1')).toBe('1.1.71\0');
    expect(bytes.readUInt32LE(76)).toBe(0xdeadbeef);
    expect(bytes.readUInt32LE(84)).toBe(0x108000);
    expect(bytes.readUInt32LE(88)).toBe(0x80000);
  });

  it('round-trips', () => {
    const u32 = fc.integer({ min: 0, max: 0xffffffff });
    const word = (max: number): fc.Arbitrary<string> =>
      fc.stringMatching(new RegExp(`^[0-9a-z._]{0,${max}}$`));
    const any = fc.record({
      encryption: fc.nat(2),
      compression: fc.nat(3),
      timestamp: u32,
      name: word(16),
      version: word(24),
      packageCrc: u32,
      rawHash: u32,
      rawBytes: u32,
      packageBytes: u32,
    });
    fc.assert(
      fc.property(any, (value) => {
        expect(parseRblHeader(encodeRblHeader(value))).toEqual({ ...value });
      }),
    );
  });

  it('refuses a header with any byte changed, and a short one', () => {
    fc.assert(
      fc.property(fc.nat(95), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = encodeRblHeader(header);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(parseRblHeader(bytes)).toBeNull();
      }),
    );
    expect(parseRblHeader(encodeRblHeader(header).subarray(0, 95))).toBeNull();
    expect(hasRblMagic(new Uint8Array(3))).toBe(false);
  });

  it('gives no version where the field is not text', () => {
    expect(parseRblHeader(encodeRblHeader({ ...header, version: '\x01\x02' }))?.version).toBe('');
  });
});

describe('fnv1a', () => {
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('of %j', (value, expected) => {
    expect(fnv1a(new TextEncoder().encode(value))).toBe(expected);
  });
});
