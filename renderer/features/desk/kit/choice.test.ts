import fc from 'fast-check';
import { expect, it } from 'vitest';

import { allOrNone, asFarAs, toggled } from './choice.js';

const KEYS = ['a', 'b', 'c', 'd', 'e'];

it('chooses one and lets it go', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});

it('chooses from one row as far as another, either way, each once', () => {
  expect(asFarAs(['d'], KEYS, { from: 'b', to: 'd' })).toEqual(['d', 'b', 'c']);
  expect(asFarAs([], KEYS, { from: 'd', to: 'b' })).toEqual(['b', 'c', 'd']);
  // The row that it began with is gone: the one that was clicked is what is meant.
  expect(asFarAs([], KEYS, { from: 'gone', to: 'c' })).toEqual(['c']);
  expect(asFarAs(['a'], KEYS, { from: 'a', to: 'gone' })).toEqual(['a']);
});

it('all, and all again is none; what is chosen elsewhere stays', () => {
  const some = fc.subarray(KEYS);
  fc.assert(
    fc.property(some, some, (chosen, keys) => {
      const all = allOrNone(chosen, keys);
      const none = allOrNone(all, keys);
      const began = keys.length > 0 && keys.every((key) => chosen.includes(key));
      if (!began) {
        expect(keys.every((key) => all.includes(key))).toBe(true);
        expect(none.filter((key) => keys.includes(key))).toEqual([]);
      }
      const others = chosen.filter((key) => !keys.includes(key));
      expect(all.filter((key) => !keys.includes(key))).toEqual(others);
      expect(none.filter((key) => !keys.includes(key))).toEqual(others);
    }),
  );
});
