import { expect, it } from 'vitest';

import { countToday } from './counters.js';
import { recordOf } from './testing/records.js';

const noon = new Date(2026, 0, 2, 12);
const at = (hour: number, day = 2): string => new Date(2026, 0, day, hour).toISOString();

it('counts the boards of the day only, stopped ones as neither', () => {
  const counters = countToday(
    [
      recordOf({ runId: 'd', startedAt: at(11), outcome: 'cancelled' }),
      recordOf({ runId: 'c', startedAt: at(10), outcome: 'failed' }),
      recordOf({ runId: 'b', startedAt: at(9), seconds: 21 }),
      recordOf({ runId: 'a', startedAt: at(8), seconds: 19 }),
      recordOf({ runId: 'old', startedAt: at(23, 1) }),
    ],
    noon,
  );
  expect(counters).toMatchObject({ pass: 2, fail: 1, meanSeconds: 20 });
  expect(counters.recent.map(({ runId }) => runId)).toEqual(['a', 'b', 'c', 'd']);
});

it('has no mean before the first pass, and keeps the strip short', () => {
  expect(countToday([], noon).meanSeconds).toBeNull();
  const many = Array.from({ length: 100 }, (_, index) =>
    recordOf({ runId: String(index), startedAt: at(9) }),
  );
  expect(countToday(many, noon).recent).toHaveLength(48);
  expect(countToday(many, noon).recent.at(-1)?.runId).toBe('0');
});
