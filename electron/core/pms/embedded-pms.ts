import type { Clock } from '../time/clock.js';
import { byProcess } from './ledger/liveness.js';
import { openFirmwareStore } from './store/firmware-store.js';
import { openLedgerFile, PATIENCE, type Patience } from './store/ledger-file.js';
import { processIsAlive } from './store/process-alive.js';
import { openStorePms, type StorePms } from './store-pms.js';

export interface EmbeddedOptions {
  /** The data folder; made, for its owner only, where there is none. */
  readonly folder: string;
  readonly clock: Clock;
  /** Cryptographically strong: tokens are made of it. */
  readonly random: (bytes: number) => Uint8Array;
  /** Who works here, for the ledger. */
  readonly actor?: string;
  /** Whether a program still runs. @default asks the system */
  readonly isAlive?: (pid: number) => boolean;
  /** How long to wait for other processes. */
  readonly patience?: Patience;
}

/**
 * Opens the embedded PMS of a data folder, and settles what a program that died in it left open. Several processes
 * may have one folder open.
 * @throws KilnError STORE_DAMAGED {path, setAside}, STORE_NEWER {found, known}, STORE_BUSY, FILE_UNREADABLE
 */
export async function openEmbeddedPms(options: EmbeddedOptions): Promise<StorePms> {
  const { folder, clock, random, actor, isAlive = processIsAlive, patience = PATIENCE } = options;
  const store = await openLedgerFile({ folder, clock, patience });
  const firmware = openFirmwareStore(folder, random);
  return openStorePms({ store, firmware, clock, random, actor, liveness: byProcess(isAlive) });
}
