import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatToken, isToken, makeToken, maskToken, normaliseToken } from './token.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const token = fc.uint8Array({ minLength: 15, maxLength: 40 }).map(makeToken);

describe('a token', () => {
  test('is made of chance alone, 5 bits a byte', () => {
    // Weights 1, 3, … 29 of the values 0 … 14: the sum is 2135, and 2135 mod 32 is 23, a Q.
    expect(makeToken(Uint8Array.from({ length: 15 }, (_, index) => index))).toBe('0123456789ABCDEQ');
    expect(makeToken(Uint8Array.from({ length: 15 }, (_, index) => index | 0xe0))).toBe('0123456789ABCDEQ');
    expect(makeToken(new Uint8Array(15))).toBe('0'.repeat(16));
    expect(() => makeToken(new Uint8Array(14))).toThrow(RangeError);
  });

  test('is 16 characters of Crockford, and known again in any writing', () => {
    fc.assert(
      fc.property(token, fc.boolean(), (made, lower) => {
        expect(made).toMatch(new RegExp(`^[${ALPHABET}]{16}$`));
        const written = lower
          ? formatToken(made).toLowerCase()
          : ` ${formatToken(made).replaceAll('-', ' ')}\t`;
        expect(normaliseToken(written)).toBe(made);
        expect(isToken(written)).toBe(true);
      }),
    );
  });

  test('look-alikes are one', () => {
    expect(normaliseToken('oOiIlL-0011')).toBe('0011110011');
    fc.assert(
      fc.property(token, (made) => {
        expect(isToken(made.replace(/0/g, 'O').replace(/1/g, 'l'))).toBe(true);
      }),
    );
  });

  test('with any one character wrong is none', () => {
    fc.assert(
      fc.property(token, fc.nat({ max: 15 }), fc.constantFrom(...ALPHABET), (made, at, character) => {
        const typed = made.slice(0, at) + character + made.slice(at + 1);
        expect(isToken(typed)).toBe(typed === made);
      }),
    );
  });

  test('with a character too few or too many is none', () => {
    fc.assert(
      fc.property(token, fc.nat({ max: 15 }), fc.constantFrom(...ALPHABET), (made, at, character) => {
        expect(isToken(made.slice(0, at) + made.slice(at + 1))).toBe(false);
        expect(isToken(made.slice(0, at) + character + made.slice(at))).toBe(false);
      }),
    );
  });

  test.each([
    '',
    ' ',
    '-',
    'U'.repeat(16),
    '0'.repeat(15),
    '0'.repeat(17),
    '000000000000000U',
    '０'.repeat(16),
    '*'.repeat(16),
  ])('%j is none', (text) => {
    expect(isToken(text)).toBe(false);
  });

  test('no text is too strange to be told that it is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isToken(text)).toBe(isToken(normaliseToken(text)));
        expect(normaliseToken(normaliseToken(text))).toBe(normaliseToken(text));
      }),
    );
  });

  test('is shown in groups, and masked to the first two', () => {
    expect(formatToken('7k3mqx2pw8abcdef')).toBe('7K3M-QX2P-W8AB-CDEF');
    expect(formatToken('')).toBe('');
    expect(maskToken('7K3MQX2PW8ABCDEF')).toBe('7K3M-QX2P-••••-••••');
    expect(maskToken('7k3m-qx2p-w8ab-cdef')).not.toMatch(/w8ab|cdef/i);
  });
});
