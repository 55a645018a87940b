import { expect, test } from 'vitest';

import type { RecordRow } from '../../../shared/contract/records-view.js';
import type { ErrorCode } from '../../../shared/errors/codes.js';
import { causesOf, hoursOf, lanesOf, matches, NO_FILTER, shiftDay } from './figures.js';

const row = (change: Partial<RecordRow> = {}): RecordRow => ({
  runId: 'r',
  startedAt: new Date(2026, 10, 25, 9, 30).toISOString(),
  mode: 'burn-authorize',
  outcome: 'succeeded',
  seconds: 20,
  mac: 'd81f12004a07',
  uuid: 'f0a1b2c3d4e5f69c',
  port: 'COM5',
  chip: 'BK7231N',
  firmware: 'wifi_one_light 1.0.0',
  workOrder: { code: 'TKBB21TYV', station: 'BURN' },
  sn: 'SN0042',
  error: null,
  ...change,
});
const failed = (code: ErrorCode, hour = 9): RecordRow =>
  row({
    outcome: 'failed',
    error: { code, data: {} },
    startedAt: new Date(2026, 10, 25, hour).toISOString(),
  });
const words = (): string => 'The board stopped answering';

test.each([
  ['tkbb21', true],
  ['sn0042', true],
  ['sn0043', false],
  ['D8 1F 12', true],
  ['d8:1f:12:00:4a:07', true],
  ['f0a1', true],
  ['com5', true],
  ['wifi_one', true],
  [' ', true],
  ['COM6', false],
  ['-', false],
])('%j is found: %s', (text, found) => {
  expect(matches(row(), { ...NO_FILTER, text }, words)).toBe(found);
});

test('a failure is found by its cause in words and by its code; a result filters', () => {
  const lost = failed('LINK_LOST');
  expect(matches(lost, { text: 'stopped answering', outcome: 'all' }, words)).toBe(true);
  expect(matches(lost, { text: 'link_lost', outcome: 'failed' }, words)).toBe(true);
  expect(matches(lost, { text: '', outcome: 'succeeded' }, words)).toBe(false);
});

test('hours run from the first board to the last, with the empty ones between', () => {
  const rows = [row(), row({ seconds: 30 }), failed('LINK_LOST', 11), row({ outcome: 'cancelled' })];
  expect(hoursOf(rows)).toEqual([
    { hour: 9, pass: 2, fail: 0, meanSeconds: 25 },
    { hour: 10, pass: 0, fail: 0, meanSeconds: null },
    { hour: 11, pass: 0, fail: 1, meanSeconds: null },
  ]);
  expect(hoursOf([])).toEqual([]);
});

test('causes come by their number', () => {
  const rows = [failed('LINK_LOST'), failed('FLASH_VERIFY'), failed('FLASH_VERIFY'), row()];
  expect(causesOf(rows)).toEqual([
    { code: 'FLASH_VERIFY', count: 2 },
    { code: 'LINK_LOST', count: 1 },
  ]);
});

test('days go over the ends of months and years', () => {
  expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28');
  expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01');
});

test('stages lie one after the other, to scale', () => {
  expect(lanesOf([{ seconds: 1 }, { seconds: 3 }])).toEqual([
    { seconds: 1, from: 0, share: 0.25 },
    { seconds: 3, from: 0.25, share: 0.75 },
  ]);
  expect(lanesOf([{ seconds: 0 }])).toEqual([{ seconds: 0, from: 0, share: 0 }]);
});
