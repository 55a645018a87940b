import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { createSecrets, KEY_BYTES } from './secrets.js';

const keyOf = (fill: number): Uint8Array => new Uint8Array(KEY_BYTES).fill(fill);
const secrets = createSecrets(keyOf(1));
const other = createSecrets(keyOf(2));
const UNREADABLE = expect.objectContaining({ code: 'SECRET_UNREADABLE', data: {} }) as Error;

describe('sealed bytes', () => {
  test('open to what they were, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (plain) => {
        const sealed = await secrets.seal(plain);
        expect(sealed.length).toBe(plain.length + 28);
        expect(await secrets.open(sealed)).toEqual(plain);
      }),
    );
  });

  test('do not open when a bit of them is another, or one is missing', async () => {
    const sealed = await secrets.seal(Uint8Array.of(1, 2, 3, 4));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = sealed.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await expect(secrets.open(changed)).rejects.toEqual(UNREADABLE);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      await expect(secrets.open(sealed.subarray(0, length))).rejects.toEqual(UNREADABLE);
    }
  });

  test('do not open with another key, and are never twice the same', async () => {
    const plain = Uint8Array.of(1, 2, 3);
    await expect(other.open(await secrets.seal(plain))).rejects.toEqual(UNREADABLE);
    const sealed = await Promise.all(Array.from({ length: 50 }, () => secrets.seal(plain)));
    expect(new Set(sealed.map((one) => Buffer.from(one).toString('hex'))).size).toBe(50);
  });
});

describe('a sealed text', () => {
  it('opens in its place, and tells nothing of itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, place) => {
        const sealed = secrets.sealText(text, place);
        expect(sealed).toMatch(/^k1:[A-Za-z0-9_-]+$/);
        expect(secrets.openText(sealed, place)).toBe(text);
        if (text.length > 3) expect(sealed).not.toContain(text);
      }),
    );
  });

  it('opens nowhere else', () => {
    const sealed = secrets.sealText('secret', 'here');
    for (const [text, place] of [
      [sealed, 'there'],
      [sealed.slice(3), 'here'],
      [sealed.slice(0, -2), 'here'],
      ['k1:', 'here'],
      ['secret', 'here'],
    ] as const) {
      expect(() => secrets.openText(text, place)).toThrow(UNREADABLE);
    }
    expect(() => other.openText(sealed, 'here')).toThrow(UNREADABLE);
  });
});

test('a fingerprint is of the text and the key, and says neither', () => {
  expect(secrets.fingerprint('a')).toMatch(/^[0-9a-f]{64}$/);
  expect(createSecrets(keyOf(1)).fingerprint('a')).toBe(secrets.fingerprint('a'));
  const marks = [secrets.fingerprint('a'), secrets.fingerprint('A'), other.fingerprint('a'), secrets.keyMark];
  expect(new Set([...marks, other.keyMark]).size).toBe(5);
  expect(createSecrets(keyOf(1)).keyMark).toBe(secrets.keyMark);
});
