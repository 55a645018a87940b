import { keyFile, type KeySource } from '../secrets/key-file.js';
import type { Clock } from '../time/clock.js';
import { bySilence, type Liveness } from './ledger/liveness.js';
import { openFirmwareStore } from './store/firmware-store.js';
import { openPostgresStore } from './store/postgres/postgres-store.js';
import { StorePms } from './store-pms.js';

export interface PostgresOptions {
  /** A connection URL, `postgres://user@host:5432/kiln`. */
  readonly database: string;
  /** Where firmware files are kept; every server process of one database must see the same. */
  readonly folder: string;
  readonly clock: Clock;
  /** Cryptographically strong: tokens are made of it. */
  readonly random: (bytes: number) => Uint8Array;
  /** Who works here, for the ledger. */
  readonly actor?: string;
  /** Of what is sealed; every server process of one database needs the same. @default the file `kiln.key` of the folder */
  readonly key?: KeySource | undefined;
  /** Which open runs are being worked on. @default those heard of a short while ago */
  readonly liveness?: Liveness;
}

/**
 * Opens the PMS of a server on PostgreSQL. Any number of server processes may stand side by side on one database.
 * @throws KilnError STORE_UNREACHABLE {detail}, STORE_NEWER {found, known}, STORE_BUSY, FILE_UNREADABLE, SECRET_KEY_*
 */
export async function openPostgresPms(options: PostgresOptions): Promise<StorePms> {
  const { database, folder, clock, random, actor, liveness = bySilence() } = options;
  const key = options.key ?? keyFile({ folder, random });
  const firmware = openFirmwareStore(folder, random);
  const store = await openPostgresStore({ database, key });
  try {
    const pms = new StorePms({ store, firmware, clock, random, actor, liveness });
    await pms.recover();
    return pms;
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
}
