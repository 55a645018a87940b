import { keyFile, type KeySource } from '../secrets/key-file.js';
import type { Clock } from '../time/clock.js';
import { byProcess, type Liveness } from './ledger/liveness.js';
import { openFirmwareStore } from './store/firmware-store.js';
import { openLedgerFile, PATIENCE, type LedgerFile, type Patience } from './store/ledger-file.js';
import { processIsAlive } from './store/process-alive.js';
import { StorePms, type StoreParts } from './store-pms.js';

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
  /** Which open runs are being worked on. @default those of programs of this machine that run */
  readonly liveness?: Liveness;
  /** Of what is sealed. @default the file `kiln.key` of the folder */
  readonly key?: KeySource | undefined;
  /** How long to wait for other processes. */
  readonly patience?: Patience;
}

/** The Pms of a data folder. */
export class EmbeddedPms extends StorePms {
  readonly #file: LedgerFile;
  readonly #random: StoreParts['random'];

  constructor(parts: StoreParts, file: LedgerFile) {
    super(parts);
    this.#file = file;
    this.#random = parts.random;
  }

  /**
   * Copies the ledger to a new file while it is in use. It is read with the same `kiln.key`, and put back by its
   * name `ledger.sqlite`. @throws KilnError USAGE where there is such a file, FILE_UNREADABLE
   */
  async backup(to: string): Promise<void> {
    const suffix = `${process.pid}-${Buffer.from(this.#random(8)).toString('hex')}`;
    await this.#file.backup(to, `${to}.part-${suffix}`);
  }
}

/**
 * Opens the embedded PMS of a data folder, and settles what a program that died in it left open. Several processes
 * may have one folder open.
 * @throws KilnError STORE_DAMAGED {path, setAside}, STORE_NEWER {found, known}, STORE_BUSY, FILE_UNREADABLE, SECRET_KEY_*
 */
export async function openEmbeddedPms(options: EmbeddedOptions): Promise<EmbeddedPms> {
  const { folder, clock, random, actor, isAlive = processIsAlive, patience = PATIENCE } = options;
  const key = options.key ?? keyFile({ folder, random });
  const store = await openLedgerFile({ folder, clock, patience, key });
  try {
    // After the ledger: a folder of firmware beside an empty ledger means that one was lost (store/damage.ts).
    const firmware = openFirmwareStore(folder, random);
    const parts = { store, firmware, clock, random, actor, liveness: options.liveness ?? byProcess(isAlive) };
    const pms = new EmbeddedPms(parts, store);
    await pms.recover();
    return pms;
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
}
