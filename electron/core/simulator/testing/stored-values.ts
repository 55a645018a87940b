import type { ChipName } from '../image/map.js';
import { KeyValueStorage } from '../storage/key-value-storage.js';
import { N_LAYOUT, T_LAYOUT } from '../storage/layout.js';
import { flashWithApp } from './app-image.js';
import { MemoryStore } from './memory-store.js';

type Chip = ChipName;

const layoutOf = (chip: Chip): typeof T_LAYOUT => (chip === 'BK7231T' ? T_LAYOUT : N_LAYOUT);

/** What stands in `flash` under `key`, as text; null where nothing does. */
export function storedIn(chip: Chip, flash: Uint8Array, key: string): string | null {
  // Class N has applications of both formats.
  for (const layout of new Set([layoutOf(chip), T_LAYOUT])) {
    const storage = new KeyValueStorage(layout, new MemoryStore(flash));
    if (!storage.mount()) continue;
    const value = storage.get(key);
    return value && Buffer.from(value).toString();
  }
  return null;
}

/** Sets `values` in `flash`, in place; formats it under a key of sevens where no storage stands. */
export function store(chip: Chip, flash: Uint8Array, values: Readonly<Record<string, string>>): Uint8Array {
  const storage = new KeyValueStorage(layoutOf(chip), new MemoryStore(flash));
  if (!storage.mount()) storage.format(new Uint8Array(16).fill(7));
  for (const [key, value] of Object.entries(values)) storage.set(key, Uint8Array.from(Buffer.from(value)));
  return flash;
}

/** A module with an application and a storage in which `values` stand. */
export function flashWith(chip: Chip, values: Readonly<Record<string, string>>): Uint8Array {
  return store(chip, flashWithApp(chip), values);
}
