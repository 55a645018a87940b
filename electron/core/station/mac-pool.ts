import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { macsOf } from '../../../shared/domain/mac-pool.js';
import type { Mac } from '../../../shared/domain/mac.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';

/** Addresses that are given to boards, each once and for good: whatever becomes of the run, nobody gets it again. */
export interface MacPool {
  /**
   * Takes the next address of a list that nobody took. @param isFree asks the books besides
   * @throws KilnError MAC_POOL_EMPTY {count}, FILE_UNREADABLE
   */
  take(entries: readonly string[], isFree: (mac: Mac) => Promise<boolean>): Promise<Mac>;
}

/** A pool whose taken addresses are empty files of their names in a folder, so that two programs cannot take the same. */
export function fileMacPool(folder: string): MacPool {
  return {
    async take(entries, isFree) {
      let count = 0;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const taken = new Set(await readdir(folder));
        for (const mac of macsOf(entries)) {
          count += 1;
          if (taken.has(mac) || !(await claim(join(folder, mac)))) continue;
          if (await isFree(mac)) return mac;
        }
      } catch (cause) {
        if (cause instanceof KilnError) throw cause;
        const detail = cause instanceof Error ? cause.message : String(cause);
        throw new KilnError('FILE_UNREADABLE', { path: folder, detail }, { cause });
      }
      throw new KilnError('MAC_POOL_EMPTY', { count });
    },
  };
}

/** False where somebody was quicker. */
async function claim(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
