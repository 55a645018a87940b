import { ensureFallback, FALLBACK, fallbackFits } from './lib/fallback-runtime.mjs';
import { FailureStamp, installedOfficial, installOfficial } from './lib/official-runtime.mjs';
import { cacheFolder, electronVersion } from './lib/place.mjs';
import { say, Stop } from './lib/say.mjs';

/**
 * The Electron to develop and test with: the official one of the `electron` package where it can be had, otherwise
 * on linux-x64 the fallback runtime. `KILN_ELECTRON=official` or `fallback` forces either;
 * an ELECTRON_OVERRIDE_DIST_PATH that is already set is left alone.
 * @returns {Promise<{ dist: string, official: boolean, version: string }>} dist: what ELECTRON_OVERRIDE_DIST_PATH wants
 */
export async function ensureElectron(env = process.env) {
  const force = wish(env.KILN_ELECTRON);
  if (force === null && env.ELECTRON_OVERRIDE_DIST_PATH) {
    return { dist: env.ELECTRON_OVERRIDE_DIST_PATH, official: false, version: 'of your choice' };
  }
  if (force !== 'fallback') {
    const dist = installedOfficial() ?? (await tryOfficial(force === 'official'));
    if (dist !== null) return { dist, official: true, version: electronVersion() };
  }
  if (!fallbackFits()) {
    throw new Stop(
      `Electron ${electronVersion()} cannot be downloaded, and there is no fallback for ${process.platform}-${process.arch}. ` +
        'Set ELECTRON_MIRROR to a mirror that you can reach, then try again.',
    );
  }
  const dist = await ensureFallback(cacheFolder());
  const why =
    force === 'fallback'
      ? 'as KILN_ELECTRON asks'
      : `because Electron ${electronVersion()} cannot be downloaded here`;
  say(`using the test runtime (Electron ${FALLBACK.electron}) ${why}; it is never shipped`);
  return { dist, official: false, version: FALLBACK.electron };
}

/** The environment for programs that look for Electron themselves: Playwright, electron-vite, the electron package. */
export function electronEnvironment(dist, env = process.env) {
  return { ...env, ELECTRON_OVERRIDE_DIST_PATH: dist };
}

async function tryOfficial(forced) {
  const stamp = new FailureStamp(cacheFolder());
  if (!forced && (await stamp.fresh(Date.now()))) return null;
  say(`fetching Electron ${electronVersion()}, once`);
  const dist = await installOfficial();
  if (dist !== null) {
    await stamp.clear();
    return dist;
  }
  if (forced)
    throw new Stop(`Electron ${electronVersion()} cannot be downloaded here (KILN_DEBUG=1 shows why)`);
  await stamp.set(Date.now());
  return null;
}

function wish(value) {
  if (value === undefined || value === '' || value === 'auto') return null;
  if (value === 'official' || value === 'fallback') return value;
  throw new Stop('KILN_ELECTRON is official, fallback or auto', 2);
}
