import type { Block } from './data-sector.js';
import type { FoundKey } from './find-key.js';
import type { StorageLayout } from './layout.js';
import type { ProtectedRecord } from './protected-sector.js';

/**
 * `sound`: counts. `stale`: readable, a newer copy counts. `torn`: programmed, and nothing that can be read. `empty`: erased.
 * `unread`: the file ends before it, or nobody read it.
 */
export type SectorHealth = 'sound' | 'stale' | 'torn' | 'empty' | 'unread';

/** A data or swap sector. */
export interface SectorState {
  readonly address: number;
  readonly health: SectorHealth;
  /** Block id and rewrite counter where it is readable. */
  readonly block: number | null;
  readonly counter: number | null;
}

export interface StorageEntry {
  readonly key: string;
  /** Bytes of the value. */
  readonly length: number;
  /** Block that holds its index, and that block's rewrite counter. */
  readonly block: number;
  readonly counter: number;
  /** May be a secret. */
  readonly value: Uint8Array;
}

/** `index`: the map names a page that is none. `parts`: it points nowhere. `sum`: its bytes are not what was stored. `duplicate`: another one counts. */
export type EntryProblem = 'index' | 'parts' | 'sum' | 'duplicate';

export interface DamagedEntry {
  readonly key: string | null;
  readonly block: number;
  readonly page: number;
  readonly problem: EntryProblem;
}

/** `none`: something else stands there, as on class T. `damaged`: a protected sector whose sums or records are wrong. */
export type CopyHealth = 'sound' | 'damaged' | 'none' | 'empty' | 'unread';

export interface ProtectedCopy {
  readonly address: number;
  readonly health: CopyHealth;
  /** Null where it is not counted, or not readable. */
  readonly writeCounter: number | null;
  readonly records: readonly ProtectedRecord[];
  /** Whether its inner key is the key sector's; null where one of them is gone. */
  readonly sameKey: boolean | null;
}

/** A block that counts, and where it stands. */
export interface LiveBlock extends Block {
  readonly address: number;
}

/** Everything that stands in a storage. Holds secrets: nothing of this is shown or logged as it is. */
export interface DecodedStorage {
  readonly key: FoundKey | null;
  /** Null without a key sector or without a single readable data sector. */
  readonly layout: StorageLayout | null;
  readonly blocks: ReadonlyMap<number, LiveBlock>;
  readonly sectors: readonly SectorState[];
  readonly entries: readonly StorageEntry[];
  readonly damaged: readonly DamagedEntry[];
  readonly copies: readonly ProtectedCopy[];
}
