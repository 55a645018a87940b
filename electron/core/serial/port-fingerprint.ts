import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const TTYS = '/sys/class/tty';

/**
 * A string that changes whenever a serial device comes, goes or is replaced, at the cost of reading one folder.
 * The library's own list starts a process (udevadm) on Linux, and the ports are looked at every second.
 * @returns null where there is no such folder: other systems, containers without sysfs
 */
export async function portFingerprint(platform: NodeJS.Platform, folder = TTYS): Promise<string | null> {
  if (platform !== 'linux') return null;
  try {
    const names = (await readdir(folder)).sort();
    // A replaced adapter may get the old name, but it is a new entry.
    const entries = names.map(async (name) => {
      const { ino, ctimeMs } = await lstat(join(folder, name));
      return `${name} ${ino} ${ctimeMs}`;
    });
    return (await Promise.all(entries)).join('\n');
  } catch {
    return null;
  }
}
