import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PmsChoice } from '../../../../shared/contract/settings.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';

/**
 * Where the books of a data folder are: its `pms.json`, those of this PC where there is none.
 * @throws KilnError FILE_UNREADABLE where it cannot be understood: working on other books without a word would be worse
 */
export async function loadChoice(folder: string): Promise<PmsChoice> {
  const path = join(folder, 'pms.json');
  try {
    return PmsChoice.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return { kind: 'embedded' };
    throw new KilnError('FILE_UNREADABLE', { path, detail: 'no choice of a PMS' }, { cause });
  }
}

export async function saveChoice(folder: string, choice: PmsChoice): Promise<void> {
  const path = join(folder, 'pms.json');
  const side = `${path}.${process.pid}.new`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(side, `${JSON.stringify(choice, null, 2)}\n`, { mode: 0o600 });
  await rename(side, path);
}
