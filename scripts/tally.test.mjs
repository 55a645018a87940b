import { expect, it } from 'vitest';

import { playwrightTally, readTally, sum, vitestTally } from './lib/tally.mjs';

const check = (exitCode) => ({ exitCode, tally: null });
const tests = (passed, failed, exitCode = failed === 0 ? 0 : 1) => ({ exitCode, tally: { passed, failed } });

it('adds checks and tests', () => {
  expect(sum([check(0), check(0), tests(10, 0), tests(5, 0)])).toEqual({ passed: 17, failed: 0, ok: true });
  expect(sum([check(0), check(2), tests(10, 3)])).toEqual({ passed: 11, failed: 4, ok: false });
});

it('does not call it passed when no test ran', () => {
  expect(sum([check(0)])).toMatchObject({ ok: false });
  expect(sum([check(0), tests(0, 0)])).toMatchObject({ ok: false });
});

it('counts a runner that failed though none of its tests did', () => {
  expect(sum([tests(10, 0, 1)])).toEqual({ passed: 10, failed: 1, ok: false });
});

it('reads vitest, and a file that did not even load', () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
    ],
  };
  expect(vitestTally(report)).toEqual({ passed: 7, failed: 2 });
});

it('reads Playwright, where a second try is no pass', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightTally({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3 });
});

it('takes a missing report for a failure', () => {
  expect(readTally('/nowhere/report.json', vitestTally)).toEqual({ passed: 0, failed: 1 });
});
