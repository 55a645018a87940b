import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

import { WriterSettings } from '../../../shared/contract/writer.js';
import { RANGE_PRESETS } from '../../../shared/domain/writer.js';

/** What the Writer remembers over a restart: settings, and the files that were opened, the latest first. */
const WriterMemoryShape = z.object({
  version: z.literal(1),
  settings: WriterSettings,
  files: z.array(z.string().min(1).max(4096)).max(8),
});
export type Remembered = z.infer<typeof WriterMemoryShape>;

export const DEFAULTS: Remembered = {
  version: 1,
  settings: {
    chip: 'auto',
    port: null,
    baudRate: 'max',
    range: RANGE_PRESETS.app,
    rangeFrom: 'file',
    smart: true,
    backup: true,
  },
  files: [],
};

export interface SettingsFile {
  load(): Promise<Remembered>;
  save(remembered: Remembered): Promise<void>;
}

/** A JSON file; one that is not there, or not what it should be, means the defaults: nothing in it is hard to set again. */
export function settingsFile(path: string): SettingsFile {
  let last: Promise<void> = Promise.resolve();
  const write = async (text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
  };
  return {
    async load() {
      try {
        return WriterMemoryShape.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch {
        return DEFAULTS;
      }
    },
    save(remembered) {
      // One after the other: two quick changes must not race for the side file.
      last = last.catch(() => undefined).then(() => write(JSON.stringify(remembered, null, 2)));
      return last;
    },
  };
}
