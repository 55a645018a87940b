import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

const require = createRequire(import.meta.url);

/** Version of the official Electron that users get. */
export const electronVersion = () => require('electron/package.json').version;

/**
 * Where downloads that are not part of the project are kept, per user.
 * @param {{ env?: NodeJS.ProcessEnv, platform?: string, home?: string }} [machine]
 */
export function cacheFolder({ env = process.env, platform = process.platform, home = homedir() } = {}) {
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'kiln', 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'kiln');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'kiln');
}

/** The executable inside a runtime's folder. */
export function electronExecutable(platform = process.platform) {
  if (platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
