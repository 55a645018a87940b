import { expect, it } from 'vitest';

import { FIRST_LOCATION, mentions, movedTo, SECTIONS } from './places.js';

it('moves one page and leaves the others; a location survives as text', () => {
  const moved = movedTo(FIRST_LOCATION, 'ledger', { text: 'd81f', standing: 'held' });
  expect(moved.places.ledger).toEqual({ text: 'd81f', standing: 'held', open: null, chosen: [] });
  expect(moved.places.orders).toBe(FIRST_LOCATION.places.orders);
  expect(JSON.parse(JSON.stringify(moved))).toEqual(moved);
});

it('forgets what was chosen with another filter, and with nothing else', () => {
  const chosen = movedTo(FIRST_LOCATION, 'ledger', { chosen: ['a', 'b'] });
  expect(movedTo(chosen, 'ledger', { open: 'c' }).places.ledger.chosen).toEqual(['a', 'b']);
  expect(movedTo(chosen, 'orders', { text: 'x' }).places.ledger.chosen).toEqual(['a', 'b']);
  expect(movedTo(chosen, 'ledger', { standing: 'held' }).places.ledger.chosen).toEqual([]);
});

it('has a place for every page', () => {
  expect(Object.keys(FIRST_LOCATION.places)).toEqual([...SECTIONS]);
});

it('finds text wherever it stands, whatever its case, and everything for nothing', () => {
  expect(mentions(' LIGHT ', null, 'wifi_one_light')).toBe(true);
  expect(mentions('lamp', 'wifi_one_light', null)).toBe(false);
  expect(mentions('', null)).toBe(true);
});
