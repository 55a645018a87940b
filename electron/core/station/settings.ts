import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

import { SAFE_POLICIES, StationPolicies } from '../../../shared/contract/policies.js';
import { ModeShape } from '../../../shared/contract/records.js';
import { Layout, SlotView } from '../../../shared/contract/station.js';

/** What a station remembers over a restart. */
const StationSettings = z.object({
  version: z.literal(1),
  layout: Layout,
  mode: ModeShape,
  token: z.string().nullable(),
  order: z.object({ code: z.string(), station: z.string() }).nullable().default(null),
  serials: z.boolean().default(false),
  policies: StationPolicies.default(SAFE_POLICIES),
  slots: z.array(SlotView.pick({ slot: true, port: true, baudRate: true })),
});
export type StationSettings = z.infer<typeof StationSettings>;

export const DEFAULT_SETTINGS: StationSettings = {
  version: 1,
  layout: { rows: 1, columns: 1 },
  mode: 'burn-authorize',
  token: null,
  order: null,
  serials: false,
  policies: SAFE_POLICIES,
  slots: [],
};

export interface SettingsFile {
  load(): Promise<StationSettings>;
  save(settings: StationSettings): Promise<void>;
}

/**
 * Settings as a JSON file, written whole to a side file first, so that a crash leaves the old or the new one.
 * A file that cannot be understood is set aside as `*.damaged` and `defaults` are used.
 */
export function settingsFile(path: string, defaults: StationSettings): SettingsFile {
  let last: Promise<void> = Promise.resolve();
  return {
    async load() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch {
        return defaults;
      }
      try {
        return StationSettings.parse(JSON.parse(text));
      } catch {
        await rename(path, `${path}.damaged`);
        return defaults;
      }
    },
    save(settings) {
      // One after the other: two quick changes must not race for the side file.
      last = last.catch(() => undefined).then(() => write(path, JSON.stringify(settings, null, 2)));
      return last;
    },
  };
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const side = `${path}.new`;
  const file = await open(side, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(side, path);
}
