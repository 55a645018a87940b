import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { NEEDS, packageNames } from './lib/needs.mjs';
import { hasCommand, output, run } from './lib/run.mjs';
import { main, say, Stop } from './lib/say.mjs';

/**
 * Sees to what Electron and the tests need of a Linux system: as root on Debian and Ubuntu it installs what is
 * missing, otherwise it stops and names it in one command to copy.
 * @param {{ electron?: boolean, virtualDisplay?: boolean, fonts?: boolean, postgres?: boolean }} [wants]
 *   electron: what it needs to start (unless said otherwise); virtualDisplay: also an X server for machines
 *   without a display; fonts: also Chinese ones, for pictures of the Chinese screens (never a reason to stop);
 *   postgres: what the tests of the store run against
 */
export async function ensureSystemLibraries(wants = {}) {
  if (process.platform !== 'linux') return;
  const lacking = missing(NEEDS.filter((need) => wanted(need, wants)));
  if (lacking.length === 0) return;
  const family = distribution();
  const names = packageNames(lacking, family, knownToApt);
  if (family === 'debian' && process.getuid() === 0) {
    say(`installing system packages: ${names.join(' ')}`);
    await install(names);
    const still = missing(lacking).filter((need) => need.optional !== true);
    if (still.length > 0) throw new Stop(`still missing: ${still.map((need) => need.is).join(', ')}`, 3);
    return;
  }
  const command = `${INSTALL[family]} ${names.join(' ')}`;
  if (lacking.every((need) => need.optional === true)) say(`nice to have: ${command}`);
  else
    throw new Stop(
      `${lacking.map((need) => need.is).join(', ')}: system packages that are not installed. Install them, then try again:\n${command}`,
      3,
    );
}

/** Libraries that the executable asks for and the system lacks. @param {string} executable */
export function unresolvedLibraries(executable, list = output('ldd', [executable])) {
  return [...(list ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
}

/** Stops when the executable cannot be loaded; last resort for distributions whose names we do not know. */
export function assertLoadable(executable) {
  if (process.platform !== 'linux') return;
  const unresolved = unresolvedLibraries(executable);
  if (unresolved.length > 0)
    throw new Stop(`Electron needs libraries that are not installed: ${unresolved.join(', ')}`, 3);
}

const INSTALL = {
  debian: 'sudo apt-get install -y --no-install-recommends',
  fedora: 'sudo dnf install -y',
  arch: 'sudo pacman -S --needed',
  suse: 'sudo zypper install -y',
  other: 'install the packages that hold:',
};

function wanted(need, { electron = true, virtualDisplay = false, fonts = false, postgres = false }) {
  if (need.for === 'virtual display') return virtualDisplay;
  if (need.for === 'fonts') return fonts;
  if (need.for === 'tests of the store') return postgres;
  return electron;
}

function missing(needs) {
  const libraries = output('ldconfig', ['-p']) ?? output('/sbin/ldconfig', ['-p']) ?? '';
  return needs.filter((need) => !present(need, libraries));
}

function present(need, libraries) {
  if (need.library) return libraries.includes(`\t${need.library} `);
  if (need.command) return hasCommand(need.command) || inVersions(need);
  return (output('fc-list', [':lang=zh-cn', 'family']) ?? '').trim() !== '' || existsSync(need.path);
}

/** Debian keeps the programs of a version together, off the path. */
function inVersions({ versions, command }) {
  if (versions === undefined || !existsSync(versions)) return false;
  return readdirSync(versions).some((version) => existsSync(join(versions, version, 'bin', command)));
}

/** Which package manager's names apply. */
export function distribution(release = osRelease()) {
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap((match) => match[1].split(' '));
  if (ids.some((id) => id === 'debian' || id === 'ubuntu')) return 'debian';
  if (ids.some((id) => ['fedora', 'rhel', 'centos'].includes(id))) return 'fedora';
  if (ids.includes('arch')) return 'arch';
  if (ids.some((id) => id.includes('suse'))) return 'suse';
  return 'other';
}

function osRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

const knownToApt = (name) => output('apt-cache', ['show', '--no-all-versions', name]) !== null;

async function install(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => run('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const arguments_ = ['install', '-y', '-q', '--no-install-recommends', ...names];
  const listed = existsSync(LISTS) && readdirSync(LISTS).some((file) => file.includes('_Packages'));
  if (listed && (await apt(...arguments_)) === 0) return;
  // No lists yet, or ones so old that their files are gone.
  if ((await apt('update', '-q')) !== 0) throw new Stop('apt-get update failed', 3);
  if ((await apt(...arguments_)) !== 0) throw new Stop(`apt-get could not install: ${names.join(' ')}`, 3);
}

const LISTS = join('/var', 'lib', 'apt', 'lists');

if (process.argv[1] === import.meta.filename) {
  await main(() => ensureSystemLibraries({ virtualDisplay: true, fonts: true, postgres: true }));
}
