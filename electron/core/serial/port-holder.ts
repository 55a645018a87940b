import { readdir, readFile, readlink } from 'node:fs/promises';

const PROC = '/proc';

async function holds(pid: string, path: string): Promise<boolean> {
  const folder = `${PROC}/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`${folder}/${descriptor}`).catch(() => null);
    if (target === path) return true;
  }
  return false;
}

/**
 * Who has a port open, e.g. `minicom (4711)`, by the open files under /proc. Best effort: other accounts'
 * processes stay hidden, and off Linux there is nothing to look at. `path` must be canonical. Never rejects.
 */
export async function findHolder(path: string): Promise<string | null> {
  const entries = await readdir(PROC).catch(() => []);
  for (const pid of entries) {
    if (!/^\d+$/.test(pid) || !(await holds(pid, path))) continue;
    const name = await readFile(`${PROC}/${pid}/comm`, 'utf8').catch(() => '');
    return `${name.trim() || 'process'} (${pid})`;
  }
  return null;
}
