import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { ROOT } from './place.mjs';
import { run } from './run.mjs';
import { say, Stop } from './say.mjs';

const SOURCES = [
  'electron',
  'renderer',
  'shared',
  'electron.vite.config.ts',
  'package.json',
  'tsconfig.base.json',
];
const RESULTS = ['main/main.js', 'main/kiln.js', 'preload/preload.cjs', 'renderer/index.html'];
const WAIT_MS = 200;

/**
 * Builds when something is missing or a source is newer than the last build; otherwise takes a few milliseconds.
 * Several processes may call it at once: one builds, the others wait for it. `KILN_SKIP_BUILD=1` takes what is there.
 */
export async function ensureBuilt({ root = ROOT, build = buildAll } = {}) {
  if (process.env.KILN_SKIP_BUILD === '1' || isFresh(root)) return;
  await locked(lockOf(root), () => (isFresh(root) ? undefined : stamped(root, build)));
}

/** Builds in any case. */
export const rebuild = ({ root = ROOT, build = buildAll } = {}) =>
  locked(lockOf(root), () => stamped(root, build));

async function stamped(root, build) {
  const startedAt = new Date();
  await build(root);
  const stamp = stampOf(root);
  writeFileSync(stamp, '');
  // Of the start, not the end: a file saved during the build is newer than it.
  utimesSync(stamp, startedAt, startedAt);
}

const lockOf = (root) => join(root, 'node_modules', '.cache', 'kiln-build.lock');

/** Whether the last build holds all results and is newer than every source. */
export function isFresh(root) {
  const stamp = stampOf(root);
  if (!existsSync(stamp) || RESULTS.some((file) => !existsSync(join(root, 'out', file)))) return false;
  const builtAt = statSync(stamp).mtimeMs;
  return SOURCES.every((source) => newest(join(root, source)) <= builtAt);
}

const stampOf = (root) => join(root, 'out', '.built');

function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

async function buildAll(root) {
  say('building');
  const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  // What it prints goes to stderr: stdout may be JSON lines.
  const code = await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new Stop('the build failed');
}

/**
 * Runs `work` while no other process does, by a folder that only one can make. One left behind by a process that
 * was ended is taken over.
 */
export async function locked(lock, work) {
  mkdirSync(dirname(lock), { recursive: true });
  while (!take(lock)) await sleep(WAIT_MS);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAlive(holderOf(lock))) rmSync(lock, { force: true });
    return false;
  }
}

function holderOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  // 0: the lock is just being written, or has just gone.
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
