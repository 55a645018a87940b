import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LOADER_STAGES, STAGES_OF } from '../../../shared/domain/stage.js';
import { stagesAt } from '../../dev/samples.js';
import { overallPercent, secondsLeft, weightOf, type Load } from './progress.js';

const LOAD: Load = { bytes: 1_036_288, baudRate: 921600 };
const ALL = STAGES_OF['burn-authorize'];

describe('overallPercent', () => {
  it('is 0 before the start and 99 after the last stage: only PASS is a hundred', () => {
    expect(overallPercent(stagesAt(null), null, LOAD)).toBe(0);
    expect(overallPercent(stagesAt('end'), null, LOAD)).toBe(99);
    expect(overallPercent([], null, LOAD)).toBe(0);
  });

  it('gives the long stages most of the bar', () => {
    const atProgram = overallPercent(stagesAt('program'), { done: 0, total: LOAD.bytes }, LOAD);
    const afterProgram = overallPercent(stagesAt('verify'), { done: 0, total: LOAD.bytes }, LOAD);
    expect(afterProgram - atProgram).toBeGreaterThan(50);
    expect(atProgram).toBeLessThan(25);
  });

  it('weighs by the baud rate: programming matters more on a slow line', () => {
    const slow: Load = { ...LOAD, baudRate: 115200 };
    expect(weightOf('program', slow)).toBeGreaterThan(5 * weightOf('program', LOAD));
    expect(weightOf('erase', slow)).toBe(weightOf('erase', LOAD));
  });

  it('never goes back over a whole run', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        (bytes, shares) => {
          const load = { ...LOAD, bytes };
          let before = 0;
          for (const stage of ALL) {
            for (const share of [...shares].sort((a, b) => a - b)) {
              const percent = overallPercent(stagesAt(stage), { done: share * bytes, total: bytes }, load);
              expect(percent).toBeGreaterThanOrEqual(before);
              before = percent;
            }
          }
          expect(before).toBeLessThanOrEqual(99);
        },
      ),
    );
  });

  it('goes by time where a stage counts nothing, and does not finish it early', () => {
    const quick = overallPercent(stagesAt('reboot', 'active', 0.1), { done: 0, total: 0 }, LOAD);
    const long = overallPercent(stagesAt('reboot', 'active', 100), null, LOAD);
    const next = overallPercent(stagesAt('enter', 'active', 0), null, LOAD);
    expect(quick).toBeLessThanOrEqual(long);
    expect(long).toBeLessThanOrEqual(next);
  });
});

describe('secondsLeft', () => {
  it('uses the measured speed for the bytes still to write', () => {
    const progress = { done: 500_000, total: 1_000_000 };
    const slow = secondsLeft(stagesAt('program'), progress, { ...LOAD, speed: 50_000 });
    const fast = secondsLeft(stagesAt('program'), progress, { ...LOAD, speed: 100_000 });
    expect(slow - fast).toBeCloseTo(5, 5);
  });

  it('is nothing at the end and counts every stage at the start', () => {
    expect(secondsLeft(stagesAt('end'), null, { ...LOAD, speed: null })).toBe(0);
    const whole = ALL.reduce((sum, stage) => sum + weightOf(stage, LOAD), 0);
    expect(secondsLeft(stagesAt(null), null, { ...LOAD, speed: null })).toBeCloseTo(whole, 5);
    expect(LOADER_STAGES.length).toBeLessThan(ALL.length);
  });
});
