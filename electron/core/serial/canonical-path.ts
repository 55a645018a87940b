import { realpathSync } from 'node:fs';

/**
 * The one name of a port: symbolic links (udev's `/dev/serial/by-id/…`, a link to a pty) are followed, so that
 * two names of one port are one lease. What is no file (`COM7`, `virtual:…`), or is not there, keeps its name.
 */
export function canonicalPath(path: string): string {
  if (!path.startsWith('/')) return path;
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
