import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { electronEnvironment, ensureElectron } from './electron-runtime.mjs';
import {
  claim,
  ensureFallback,
  fallbackFits,
  fallbackName,
  verifyIntegrity,
} from './lib/fallback-runtime.mjs';
import { FailureStamp, installedOfficial, officialUrl } from './lib/official-runtime.mjs';
import { cacheFolder, electronExecutable } from './lib/place.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiln-scripts-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the choice of a runtime', () => {
  it('leaves a runtime alone that is already chosen', async () => {
    expect(await ensureElectron({ ELECTRON_OVERRIDE_DIST_PATH: '/mine' })).toMatchObject({
      dist: '/mine',
      official: false,
    });
  });

  it('refuses a wish that it does not know', async () => {
    await expect(ensureElectron({ KILN_ELECTRON: 'newest' })).rejects.toMatchObject({
      name: 'Stop',
      exitCode: 2,
    });
  });

  it('hands the folder on in the variable that everybody reads', () => {
    expect(electronEnvironment('/dist', { A: '1' })).toEqual({
      A: '1',
      ELECTRON_OVERRIDE_DIST_PATH: '/dist',
    });
  });

  it('keeps downloads where the platform keeps them', () => {
    const home = join('/', 'home', 'me');
    expect(cacheFolder({ env: {}, platform: 'linux', home })).toBe(join(home, '.cache', 'kiln'));
    expect(cacheFolder({ env: { XDG_CACHE_HOME: '/c' }, platform: 'linux', home })).toBe(join('/c', 'kiln'));
    expect(cacheFolder({ env: {}, platform: 'darwin', home })).toBe(join(home, 'Library', 'Caches', 'kiln'));
    expect(cacheFolder({ env: { LOCALAPPDATA: '/l' }, platform: 'win32', home })).toBe(
      join('/l', 'kiln', 'Cache'),
    );
  });

  it('knows the executable of each platform', () => {
    expect(['linux', 'win32', 'darwin'].map(electronExecutable)).toEqual([
      'electron',
      'electron.exe',
      join('Electron.app', 'Contents', 'MacOS', 'Electron'),
    ]);
  });
});

describe('the official runtime', () => {
  it('counts as installed only when it is whole and of the right version', async () => {
    expect(installedOfficial(folder, '45.4.1')).toBeNull();
    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'path.txt'), 'electron');
    await writeFile(join(folder, 'dist', 'version'), 'v45.4.1');
    expect(installedOfficial(folder, '45.4.1')).toBeNull();
    await writeFile(join(folder, 'dist', 'electron'), '');
    expect(installedOfficial(folder, '45.4.1')).toBe(join(folder, 'dist'));
    expect(installedOfficial(folder, '46.0.0')).toBeNull();
  });

  it('is asked for at the mirror that is set', () => {
    expect(officialUrl('45.4.1', {})).toContain(
      'https://github.com/electron/electron/releases/download/v45.4.1/electron-v45.4.1-',
    );
    expect(officialUrl('45.4.1', { ELECTRON_MIRROR: 'https://mirror.example/' })).toContain(
      'https://mirror.example/v45.4.1/',
    );
  });

  it('is not asked for again for a day after it failed, for that version', async () => {
    const now = Date.UTC(2026, 0, 1);
    const day = 24 * 60 * 60 * 1000;
    const stamp = new FailureStamp(join(folder, 'cache'), '45.4.1');
    expect(await stamp.fresh(now)).toBe(false);
    await stamp.set(now);
    expect(await stamp.fresh(now + day - 1)).toBe(true);
    expect(await stamp.fresh(now + day)).toBe(false);
    expect(await stamp.fresh(now - 1)).toBe(false);
    expect(await new FailureStamp(join(folder, 'cache'), '45.5.0').fresh(now)).toBe(false);
    await stamp.clear();
    expect(await stamp.fresh(now)).toBe(false);
  });
});

describe('the fallback runtime', () => {
  it('is for linux-x64 only', () => {
    expect([
      fallbackFits('linux', 'x64'),
      fallbackFits('linux', 'arm64'),
      fallbackFits('win32', 'x64'),
    ]).toEqual([true, false, false]);
  });

  it('is taken only byte for byte', async () => {
    const file = join(folder, 'package.tgz');
    await writeFile(file, 'the file we know');
    const integrity = `sha512-${createHash('sha512').update('the file we know').digest('base64')}`;
    await expect(verifyIntegrity(file, integrity)).resolves.toBeUndefined();
    await writeFile(file, 'the file we knew');
    await expect(verifyIntegrity(file, integrity)).rejects.toMatchObject({ name: 'Stop' });
  });

  it('is the one of the process that was first, when two make it at once', async () => {
    const made = [join(folder, 'making-a'), join(folder, 'making-b')];
    for (const place of made) {
      await mkdir(place);
      await writeFile(join(place, 'electron'), place);
    }
    const home = join(folder, 'home');
    await Promise.all(made.map((place) => claim(place, home)));
    expect(await readdir(home)).toEqual(['electron']);
    expect((await readdir(folder)).length).toBe(2);
  });

  it('is not made again where it stands', async () => {
    const home = join(folder, await fallbackName());
    await mkdir(home);
    await writeFile(join(home, 'electron'), '');
    expect(await ensureFallback(folder)).toBe(home);
  });

  it('has a name that tells the version and changes with what goes into it', async () => {
    expect(await fallbackName()).toMatch(/^electron-33\.2\.1-linux-x64-[0-9a-f]{8}$/);
    expect(await fallbackName()).toBe(await fallbackName());
  });
});
