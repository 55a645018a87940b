import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { electronVersion, ROOT } from './place.mjs';
import { run } from './run.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');
const PROBE_MS = 6_000;
/** Enough for a copy in Electron's own cache or a quick mirror that the probe does not know. */
const SHORT_MS = 10_000;
const DOWNLOAD_MS = 15 * 60_000;
const FORGET_MS = 24 * 60 * 60 * 1000;

/** The folder of the official runtime, when it is installed and of the right version. */
export function installedOfficial(folder = PACKAGE, version = electronVersion()) {
  try {
    const dist = join(folder, 'dist');
    const executable = readFileSync(join(folder, 'path.txt'), 'utf8');
    const found = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
    return found === version && existsSync(join(dist, executable)) ? dist : null;
  } catch {
    return null;
  }
}

/** Where the official download of this machine stands; a mirror is honoured as Electron's installer does. */
export function officialUrl(version = electronVersion(), env = process.env) {
  const base =
    env.npm_config_electron_mirror ||
    env.ELECTRON_MIRROR ||
    'https://github.com/electron/electron/releases/download/';
  return `${base}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
}

/**
 * Runs the installer of the electron package. An unreachable host is found out in seconds; a slow line has minutes.
 * @returns {Promise<string | null>} the runtime's folder, null when it could not be had
 */
export async function installOfficial() {
  const timeout = (await reachable(officialUrl())) ? DOWNLOAD_MS : SHORT_MS;
  const env = { ...process.env };
  delete env.ELECTRON_OVERRIDE_DIST_PATH;
  await run(process.execPath, [join(PACKAGE, 'install.js')], {
    env,
    timeout,
    // stdout belongs to whoever called us (it may be JSON lines); the failure is told in one line by the caller.
    stdio: ['ignore', 'ignore', process.env.KILN_DEBUG ? 'inherit' : 'ignore'],
  });
  return installedOfficial();
}

async function reachable(url) {
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Remembers for a day that the official download failed, so that not every start waits for it again. */
export class FailureStamp {
  #file;
  #version;

  /** @param {string} cache @param {string} [version] */
  constructor(cache, version = electronVersion()) {
    this.#file = join(cache, 'official-electron-unreachable.json');
    this.#version = version;
  }

  /** @param {number} now epoch ms */
  async fresh(now) {
    try {
      const { version, at } = JSON.parse(await readFile(this.#file, 'utf8'));
      const age = now - at;
      return version === this.#version && age >= 0 && age < FORGET_MS;
    } catch {
      return false;
    }
  }

  async set(now) {
    await mkdir(join(this.#file, '..'), { recursive: true });
    await writeFile(this.#file, `${JSON.stringify({ version: this.#version, at: now })}\n`);
  }

  async clear() {
    await rm(this.#file, { force: true });
  }
}
