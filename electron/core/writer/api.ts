import type { PortInfo } from '../../../shared/contract/ports.js';
import type { BurnedImages, RateMemory } from '../beken/api.js';
import type { PortHub } from '../serial/port-hub.js';
import type { Clock } from '../time/clock.js';
import type { SettingsFile } from './settings.js';

/** What the loader remembers from run to run (core/loader-memory.ts). */
export interface WriterMemory {
  ratesOf(port: PortInfo | undefined): RateMemory | null;
  readonly burned: BurnedImages;
  save(): Promise<void>;
}

export interface WriterDeps {
  readonly clock: Clock;
  readonly ports: PortHub;
  readonly memory: WriterMemory;
  readonly settings: SettingsFile;
  /** Folder of the copies of flash that are made before a first write. */
  readonly backups: string;
}
