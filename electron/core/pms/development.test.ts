import { describe, expect, test } from 'vitest';

import { licenseProblem } from '../../../shared/domain/license.js';
import { DEVELOPMENT_PREFIX, generateDevelopmentLicenses } from './development.js';
import { problemsOf } from './list/list-problems.js';
import { countingRandom } from './testing/fixture.js';

describe('development licenses', () => {
  test('are right in form, all different, and no one takes them for real', () => {
    const made = generateDevelopmentLicenses(2000, countingRandom());
    expect(made).toHaveLength(2000);
    expect(problemsOf(made)).toEqual([]);
    expect(made.map(({ row }) => row).slice(0, 3)).toEqual([1, 2, 3]);
    for (const license of made) {
      expect(licenseProblem(license)).toBeNull();
      expect(license.uuid).toMatch(/^dev0[0-9a-z]{12}$/);
      expect(license.uuid.startsWith(DEVELOPMENT_PREFIX)).toBe(true);
      expect(license.uuid).not.toMatch(/^[0-9a-f]{16}$/);
      expect(license.authkey).toMatch(/^[0-9A-Za-z]{32}$/);
      expect(license.pskKey).toMatch(/^[0-9A-Za-z]{37}$/);
    }
  });

  test('differ from batch to batch, and depend on nothing but the randomness', () => {
    const uuids = (seed: number): string[] =>
      generateDevelopmentLicenses(50, countingRandom(seed)).map(({ uuid }) => uuid);
    expect(new Set([...uuids(1), ...uuids(2)]).size).toBe(100);
    expect(uuids(1)).toEqual(uuids(1));
  });

  test.each([0, -1, 1.5, Number.NaN])('%s of them are none', (count) => {
    expect(() => generateDevelopmentLicenses(count, countingRandom())).toThrow(RangeError);
  });
});
