import type { Rows } from './query.js';

/** A ledger's database, open, whatever engine keeps it. Several programs may have it open; nothing is remembered between calls. */
export interface LedgerStore {
  /** One look at one moment. @throws KilnError STORE_* */
  read<T>(task: (rows: Rows) => Promise<T>): Promise<T>;
  /**
   * One transaction, whole or not at all, durable when it resolves. Where others got in its way the engine runs
   * `task` again from the start: it must do nothing outside of `rows`. @throws KilnError STORE_*
   */
  write<T>(task: (rows: Rows) => Promise<T>): Promise<T>;
  /** What the engine itself finds wrong with its file; nothing where all is well, or where that is the server's matter. */
  unsoundness(): Promise<readonly string[]>;
  /** Idempotent. */
  close(): Promise<void>;
}
