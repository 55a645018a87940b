import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { ensureBuilt, isFresh, locked, rebuild } from './lib/build.mjs';

const RESULTS = [
  'out/main/main.js',
  'out/main/kiln.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];
const LATER = new Date(Date.now() + 60_000);

let root = '';
const put = (path, time) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  if (time) utimesSync(join(root, path), time, time);
};
const build = vi.fn(() => RESULTS.forEach((path) => put(path)));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-build-'));
  put('electron/main.ts', new Date(0));
  put('shared/a/b.ts', new Date(0));
  build.mockClear();
});
afterEach(() => rmSync(root, { recursive: true }));

it('builds what is missing, once', async () => {
  await ensureBuilt({ root, build });
  await ensureBuilt({ root, build });
  expect(build).toHaveBeenCalledTimes(1);
  expect(isFresh(root)).toBe(true);
});

it('builds again when a source is newer, but not for a test', async () => {
  await ensureBuilt({ root, build });
  put('shared/a/b.test.ts', LATER);
  expect(isFresh(root)).toBe(true);
  put('shared/a/b.ts', LATER);
  expect(isFresh(root)).toBe(false);
});

it('builds again when a result is gone', async () => {
  await ensureBuilt({ root, build });
  rmSync(join(root, 'out', 'preload', 'preload.cjs'));
  expect(isFresh(root)).toBe(false);
});

it('builds what is fresh when told to', async () => {
  await ensureBuilt({ root, build });
  await rebuild({ root, build });
  expect(build).toHaveBeenCalledTimes(2);
  expect(isFresh(root)).toBe(true);
});

it('sees a source that was saved during the build', async () => {
  await ensureBuilt({
    root,
    build: () => {
      build();
      put('electron/main.ts', LATER);
    },
  });
  expect(isFresh(root)).toBe(false);
});

it('builds once when several ask at the same time', async () => {
  await Promise.all(Array.from({ length: 3 }, () => ensureBuilt({ root, build })));
  expect(build).toHaveBeenCalledTimes(1);
});

it('lets go of the lock when the build fails', async () => {
  const broken = () => Promise.reject(new Error('broken'));
  await expect(ensureBuilt({ root, build: broken })).rejects.toThrow('broken');
  await ensureBuilt({ root, build });
  expect(build).toHaveBeenCalledTimes(1);
});

it('takes over a lock whose process is gone', async () => {
  const lock = join(root, 'lock');
  // Above the largest process id that Linux gives.
  writeFileSync(lock, '4194305');
  expect(await locked(lock, () => 'mine')).toBe('mine');
  expect(existsSync(lock)).toBe(false);
});
