import { expect, it } from 'vitest';

import { NO_TERMS, termsAsked, termsReady } from './order-terms.js';

it('asks for nothing where nothing is typed', () => {
  expect(termsAsked(NO_TERMS)).toEqual({
    effectiveAt: null,
    expiresAt: null,
    country: null,
    tests: { rssi: null, gpio: false },
    macRule: null,
  });
});

it('a day is good from its first moment to its last, here', () => {
  const day = '2026-12-01';
  const { effectiveAt, expiresAt } = termsAsked({ ...NO_TERMS, effective: day, expires: day });
  const [from, to] = [new Date(effectiveAt ?? ''), new Date(expiresAt ?? '')];
  expect([from.getDate(), from.getHours(), from.getMinutes()]).toEqual([1, 0, 0]);
  expect(to.getTime() - from.getTime()).toBe(86_400_000 - 1);
});

it('passes on half a range of MACs, for the desk to refuse in words', () => {
  expect(termsAsked({ ...NO_TERMS, macFrom: ' d81f12000001 ' }).macRule).toEqual({
    from: 'd81f12000001',
    to: '',
  });
});

it('a name may have blanks at its ends; a limit has to be a number', () => {
  const terms = { ...NO_TERMS, ssid: ' ap ', gpio: true, lowWater: '0' };
  expect(termsAsked(terms)).toMatchObject({
    tests: { rssi: { ssid: ' ap ', min: -60 }, gpio: true },
    lowWater: 0,
  });
  expect(termsReady(terms)).toBe(true);
  expect(termsReady({ ...terms, rssiMin: '' })).toBe(false);
  expect(termsReady({ ...NO_TERMS, rssiMin: '' })).toBe(true);
  expect(termsReady({ ...NO_TERMS, lowWater: '1.5' })).toBe(false);
});
