import { readFileSync } from 'node:fs';

/**
 * What a test runner's report comes to.
 * @typedef {{ passed: number, failed: number }} Tally
 */

/** A report that is not there, or cannot be read, is a failure: nothing was proved. @type {Tally} */
const NOTHING = { passed: 0, failed: 1 };

/**
 * Of vitest's json report. A file that failed before its first test counts as one failure.
 * @returns {Tally}
 */
export function vitestTally(report) {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/**
 * Of Playwright's json report. A test that passed at a second try is not counted as passed; errors outside of any
 * test count each.
 * @returns {Tally}
 */
export function playwrightTally({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/** @param {string} file @param {(report: any) => Tally} count @returns {Tally} */
export function readTally(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return NOTHING;
  }
}

/**
 * The end of it all: a step that says it failed while its report counts no failure is a failure of its own, and so
 * is a run without a single test.
 * @param {readonly { exitCode: number, tally: Tally | null }[]} steps tally: null for a step that is one check
 * @returns {Tally & { ok: boolean }}
 */
export function sum(steps) {
  let passed = 0;
  let failed = 0;
  for (const { exitCode, tally } of steps) {
    passed += tally?.passed ?? (exitCode === 0 ? 1 : 0);
    failed += tally?.failed ?? (exitCode === 0 ? 0 : 1);
    if (tally !== null && exitCode !== 0 && tally.failed === 0) failed += 1;
  }
  if (!steps.some(({ tally }) => tally !== null && tally.passed > 0)) failed += 1;
  return { passed, failed, ok: failed === 0 };
}
