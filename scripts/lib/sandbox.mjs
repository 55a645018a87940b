import { statSync } from 'node:fs';
import { join } from 'node:path';

import { output } from './run.mjs';

/**
 * Chromium refuses to sandbox as root, and cannot where a user may not make namespaces and the helper is not owned
 * by root (some containers, hardened desktops). A runtime out of a cache folder never has that helper.
 * @param {string} dist folder of the runtime
 * @returns {{ args: string[], why: string | null }} what to add to Electron's command line
 */
export function sandboxArguments(dist, machine = thisMachine) {
  if (machine.platform !== 'linux') return { args: [], why: null };
  if (machine.root()) return { args: ['--no-sandbox'], why: null };
  if (machine.namespaces() || machine.helper(dist)) return { args: [], why: null };
  return {
    args: ['--no-sandbox'],
    why: 'this system lets no user program make a sandbox; the page runs without it, in this development start only',
  };
}

const SETUID = 0o4000;

const thisMachine = {
  platform: process.platform,
  root: () => process.getuid() === 0,
  namespaces: () => output('unshare', ['--user', '--map-root-user', 'true']) !== null,
  helper: (dist) => {
    const found = statSync(join(dist, 'chrome-sandbox'), { throwIfNoEntry: false });
    return found !== undefined && found.uid === 0 && (found.mode & SETUID) !== 0;
  },
};
