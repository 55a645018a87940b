import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { licenseProblem, maskSecret, type License } from './license.js';

const good: License = { uuid: '0123456789abcdef', authkey: 'A'.repeat(32), pskKey: 'k'.repeat(37) };

describe('a license', () => {
  test.each([
    ['16, 32, 37', good],
    ['a uuid of 20', { ...good, uuid: 'uuid0123456789abcdef' }],
    ['every kind of character in the uuid', { ...good, uuid: 'aZ09-_.aZ09-_.ab' }],
    ['no psk', { ...good, pskKey: '' }],
    ['a psk of 44, as base64 writes it', { ...good, pskKey: `${'+/'.repeat(21)}A=` }],
  ])('is right with %s', (_what, license) => {
    expect(licenseProblem(license)).toBeNull();
  });

  test.each([
    ['uuid-length', { uuid: '' }],
    ['uuid-length', { uuid: 'a'.repeat(15) }],
    ['uuid-length', { uuid: 'a'.repeat(17) }],
    ['uuid-length', { uuid: 'a'.repeat(18) }],
    ['uuid-length', { uuid: 'a'.repeat(21) }],
    ['uuid-characters', { uuid: '0123456789abcde ' }],
    ['uuid-characters', { uuid: '0123456789abcde\n' }],
    ['uuid-characters', { uuid: '0123456789abcdé' + 'f' }],
    ['authkey-length', { authkey: '' }],
    // The module itself accepts this one (authorization §1.7).
    ['authkey-length', { authkey: 'A'.repeat(31) }],
    ['authkey-length', { authkey: 'A'.repeat(33) }],
    ['authkey-characters', { authkey: `${'A'.repeat(31)}-` }],
    ['authkey-characters', { authkey: `${'A'.repeat(31)}\n` }],
    ['psk-length', { pskKey: 'k'.repeat(36) }],
    ['psk-length', { pskKey: 'k'.repeat(38) }],
    ['psk-length', { pskKey: 'k' }],
    ['psk-characters', { pskKey: `${'k'.repeat(36)} ` }],
    ['psk-characters', { pskKey: `${'k'.repeat(43)}\u0007` }],
    ['psk-characters', { pskKey: `${'k'.repeat(43)}é` }],
  ])('is wrong: %s', (problem, change) => {
    expect(licenseProblem({ ...good, ...change })).toBe(problem);
  });

  test('a character that is not printable ASCII is right nowhere', () => {
    const field = fc.constantFrom('uuid', 'authkey', 'pskKey');
    const strange = fc.constantFrom('\0', ' ', '\n', '\u007f', '\u2028', '授');
    fc.assert(
      fc.property(field, strange, fc.nat(), (name, character, at) => {
        const index = at % good[name].length;
        const value = good[name].slice(0, index) + character + good[name].slice(index + 1);
        expect(licenseProblem({ ...good, [name]: value })).not.toBeNull();
      }),
    );
  });
});

describe('a license of kind tuyaopen (authorization §2)', () => {
  const open: License = { uuid: 'uuid0123456789abcdef', authkey: 'A'.repeat(32), pskKey: '' };

  test('has `uuid` and 16 hex digits, and 32 characters', () => {
    expect(licenseProblem(open, 'tuyaopen')).toBeNull();
    expect(licenseProblem({ ...open, uuid: 'uuidABCDEF0123456789' }, 'tuyaopen')).toBeNull();
  });

  test.each([
    ['uuid-open', { uuid: '0123456789abcdef' }],
    ['uuid-open', { uuid: '0123456789abcdef0123' }],
    ['uuid-open', { uuid: 'uuidxxxxxxxxxxxxxxxx' }],
    ['uuid-open', { uuid: 'uuid0123456789abcde' }],
    ['uuid-open', { uuid: 'uuid0123456789abcdef\n' }],
    ['authkey-length', { authkey: 'A'.repeat(31) }],
    ['authkey-characters', { authkey: `${'A'.repeat(31)} ` }],
    ['psk-length', { pskKey: 'k' }],
  ])('is wrong: %s', (problem, change) => {
    expect(licenseProblem({ ...open, ...change }, 'tuyaopen')).toBe(problem);
  });

  test('may look like a newer one of kind tuyaos: the kind is the list’s, not the characters’', () => {
    expect(licenseProblem(open, 'tuyaos')).toBeNull();
  });
});

describe('a secret', () => {
  test('shows its first four and last two characters (authorization §1.8)', () => {
    expect(maskSecret('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345')).toBe('ABCD…45');
    expect(maskSecret('ABCDEFGHI')).toBe('ABCD…HI');
  });

  test.each(['', 'A', 'ABCDEFGH'])('%j is too short to show anything', (secret) => {
    expect(maskSecret(secret)).toBe('••••');
  });

  test('is not to be had back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 9, maxLength: 64 }), (secret) => {
        expect(maskSecret(secret)).toHaveLength(7);
      }),
    );
  });
});
