import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatMac, macProblem, parseMac } from './mac.js';

describe('a MAC', () => {
  test.each([
    'd81f12004a07',
    'D81F12004A07',
    'd8:1f:12:00:4a:07',
    'D8-1F-12-00-4A-07',
    ' D8 1F 12 00 4A 07\n',
  ])('is read from %j', (text) => {
    expect(parseMac(text)).toBe('d81f12004a07');
  });

  test.each([
    '',
    'd81f12004a0',
    'd81f12004a077',
    'g81f12004a07',
    'd8.1f.12.00.4a.07',
    '0xd81f12004a',
    'ｄ81f12004a07',
  ])('is not read from %j', (text) => {
    expect(parseMac(text)).toBeNull();
    expect(macProblem(text)).toBe('format');
  });

  test.each([
    ['00:00:00:00:00:00', 'zero'],
    ['FF:FF:FF:FF:FF:FF', 'broadcast'],
    ['01:00:5e:00:00:01', 'multicast'],
    ['33:33:00:00:00:01', 'multicast'],
    ['C8:47:8C:00:00:00', 'default'],
    ['c8478c000018', 'default'],
    ['c8478c000019', null],
    ['d81f12004a07', null],
    // Locally administered, but of one board.
    ['02:00:00:00:00:01', null],
  ])('%s may identify a board: %s', (text, problem) => {
    expect(macProblem(text)).toBe(problem);
  });

  test('is the same MAC in every writing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 6, maxLength: 6 }),
        fc.constantFrom('', ':', '-', ' '),
        (bytes, between) => {
          const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
          const mac = pairs.join('');
          expect(parseMac(pairs.join(between))).toBe(mac);
          expect(parseMac(formatMac(mac))).toBe(mac);
          expect(formatMac(mac)).toBe(pairs.join(' ').toUpperCase());
        },
      ),
    );
  });

  test('every multicast address is refused, and no text is too strange', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (bytes) => {
        bytes[0] = (bytes[0] ?? 0) | 1;
        expect(['multicast', 'broadcast']).toContain(macProblem(Buffer.from(bytes).toString('hex')));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(macProblem(text) === 'format').toBe(parseMac(text) === null);
      }),
    );
  });
});
