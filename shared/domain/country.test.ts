import { describe, expect, it } from 'vitest';
import { isCountry } from './country.js';

describe('isCountry', () => {
  it('knows the assigned codes, as the platform knows them', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const codes = letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountry);
    expect(codes).toHaveLength(249);
    expect(codes.filter((code) => names.of(code) === undefined)).toEqual([]);
  });

  it.each(['ZZ', 'us', 'JP1', 'UK', 'EU', 'XK', '', 'U', ' US', 'toString'])('refuses %j', (code) => {
    expect(isCountry(code)).toBe(false);
  });

  it.each(['US', 'CN', 'DE', 'JP', 'GB', 'IN'])('takes %s', (code) => {
    expect(isCountry(code)).toBe(true);
  });
});
