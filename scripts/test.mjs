import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { say, Stop } from './lib/say.mjs';
import { playwrightTally, readTally, sum, vitestTally } from './lib/tally.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

// `npm test`: everything there is. A step that fails does not keep the others from telling what they know; only what
// needs a build is left out when there is none. The last line is always `N passed, N failed`.
const bin = (...path) => join(ROOT, 'node_modules', ...path);
const reports = await mkdtemp(join(tmpdir(), 'kiln-test-'));
const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, 'e2e.json');
const packageReport = join(reports, 'package.json');

const playwright = (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report });
const LINT = {
  name: 'lint',
  args: [bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'],
};
const CHECKS = [
  { name: 'types', args: [bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.node.json', '--noEmit'] },
  {
    name: 'types of the page',
    args: [bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.web.json', '--noEmit'],
  },
  {
    name: 'types of the e2e tests',
    args: [bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.e2e.json', '--noEmit'],
  },
  { name: 'format', args: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  {
    name: 'rooms',
    args: [
      bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'electron',
      'renderer',
      'shared',
      'e2e',
    ],
  },
  { name: 'unused', args: [bin('knip', 'bin', 'knip.js')] },
];
const STEPS = [
  {
    name: 'unit and simulator',
    args: [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitReport}`,
    ],
    tally: () => readTally(unitReport, vitestTally),
  },
  { name: 'build', args: ['scripts/build.mjs'] },
  {
    name: 'end to end',
    needs: 'build',
    args: ['scripts/e2e.mjs', '--reporter=list,json'],
    env: playwright(e2eReport),
    tally: () => readTally(e2eReport, playwrightTally),
  },
  {
    name: 'smoke test in the package',
    needs: 'build',
    // The other platforms' packages need their own machines.
    only: process.platform === 'linux' && process.arch === 'x64',
    args: ['scripts/e2e.mjs', '--package', '--reporter=list,json'],
    env: playwright(packageReport),
    tally: () => readTally(packageReport, playwrightTally),
  },
];

/** The store's tests want a PostgreSQL. Without one they fail and say so; everything else runs all the same. */
async function readyPostgres() {
  try {
    await ensureSystemLibraries({ electron: false, postgres: true });
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    say(thrown.message);
  }
}

const done = new Map();

function conclude(name, result, missing) {
  done.set(name, result);
  const outcome = missing ? `left out, no ${missing}` : result.exitCode === 0 ? 'passed' : 'FAILED';
  console.log(`--- ${name}: ${outcome}`);
}

async function perform({ name, args, env = {}, tally, needs }) {
  console.log(`\n--- ${name}`);
  if (needs !== undefined && done.get(needs)?.exitCode !== 0) {
    conclude(name, { exitCode: 1, tally: null }, needs);
    return;
  }
  const exitCode = await run(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } });
  conclude(name, { exitCode, tally: tally ? tally() : null });
}

/** Beside others: what it prints is kept, and printed when it is over. */
async function performBeside({ name, args }) {
  const log = join(reports, `${name}.log`);
  const file = await open(log, 'w');
  const stdio = ['ignore', file.fd, file.fd];
  const exitCode = await run(process.execPath, args, { cwd: ROOT, stdio });
  await file.close();
  console.log(`\n--- ${name}\n${await readFile(log, 'utf8')}`.trimEnd());
  conclude(name, { exitCode, tally: null });
}

async function inOrder(steps, how) {
  for (const step of steps) if (step.only !== false) await how(step);
}

await readyPostgres();
// Linting takes about as long as all other checks together.
await Promise.all([performBeside(LINT), inOrder(CHECKS, performBeside)]);
await inOrder(STEPS, perform);
await rm(reports, { recursive: true, force: true });

const { passed, failed, ok } = sum([...done.values()]);
for (const [name, { exitCode }] of done) console.log(`${exitCode === 0 ? 'passed' : 'FAILED'}  ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = ok ? 0 : 1;
