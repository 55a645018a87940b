import { lstat, readlink, symlink, unlink } from 'node:fs/promises';

import { KilnError } from '../../../../shared/errors/kiln-error.js';

/** Where a link that we may replace points: a pseudo terminal, of this run or of one that ended badly. */
const PSEUDO_TERMINAL = /^\/dev\/pts\/\d+$/;

async function targetOf(path: string): Promise<string | null> {
  const found = await lstat(path).catch(() => null);
  if (!found) return null;
  return found.isSymbolicLink() ? readlink(path) : '';
}

/**
 * Makes `link` point to `target`; replaces a link that a former run left behind.
 * @throws KilnError USAGE where anything else stands there, or the folder does not take it
 */
export async function placeLink(link: string, target: string): Promise<void> {
  const present = await targetOf(link);
  if (present !== null) {
    if (!PSEUDO_TERMINAL.test(present))
      throw new KilnError('USAGE', { detail: `${link} exists and is no pty link` });
    await unlink(link);
  }
  await symlink(target, link).catch((cause: unknown) => {
    throw new KilnError('USAGE', { detail: `${link} cannot be made` }, { cause });
  });
}

/** Removes `link` if it is still ours. */
export async function removeLink(link: string, target: string): Promise<void> {
  if ((await targetOf(link)) === target) await unlink(link).catch(() => undefined);
}
