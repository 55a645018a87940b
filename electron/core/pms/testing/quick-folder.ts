import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where files need no disk: every step of the books waits for one otherwise. */
const MEMORY = '/dev/shm';

/** A new folder for tests that prove nothing of a power cut. Whoever made it removes it. */
export function quickFolder(prefix: string): string {
  return mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), prefix));
}
