import type { FlashRange, RepairPlan } from '../../../shared/contract/inspect.js';
import type { UnlockWay } from '../../../shared/domain/repair.js';
import type { BoardFacts, LoaderEvent, LoaderRequest } from '../beken/api.js';
import type { LinkTap } from '../beken/link.js';
import type { Clock } from '../time/clock.js';
import type { LicenseToWrite, SeenInstead } from '../tuya/api.js';

/** What a board holds, as far as it was read; what everything here is decided from. Holds secrets. */
export interface Snapshot {
  readonly facts: Pick<BoardFacts, 'chip' | 'protocolClass' | 'flashBytes'> | null;
  /** 12 lower-case hex digits from the RF sector; null where there is none. */
  readonly mac: string | null;
  /** Absolute, in order, whole sectors. */
  readonly ranges: readonly SnapshotRange[];
  /** SHA-256 over addresses and bytes, hex. */
  readonly digest: string;
}

export interface SnapshotRange {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Seals what must not lie open on a disk. The key file of the data folder today, the keychain of the system tomorrow. */
export interface Secrets {
  seal(plain: Uint8Array): Promise<Uint8Array>;
  /** @throws KilnError BACKUP_UNREADABLE where it was not sealed with this key, or was changed since */
  open(sealed: Uint8Array): Promise<Uint8Array>;
}

/** What is kept of a board before it is changed. */
export interface Backup {
  /** 12 hex digits, or null where the board had none. */
  readonly mac: string | null;
  readonly chip: string;
  readonly flashBytes: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly ranges: readonly SnapshotRange[];
}

/** The folder of backups, sealed, named by MAC and date. */
export interface Backups {
  /** @returns path of the file, which is complete on disk @throws KilnError BACKUP_FAILED {path, detail} */
  save(backup: Backup): Promise<string>;
  /** @throws KilnError BACKUP_UNREADABLE {path} */
  load(path: string): Promise<Backup>;
}

export type InspectNote = Extract<LoaderEvent, { type: 'note' }>;

/** What is told on the way: the loader's events, and those of what comes after it. */
export type RepairEvent =
  | LoaderEvent
  /** The sealed backup is written. */
  | { readonly type: 'backup'; readonly path: string }
  | { readonly type: 'test-stage'; readonly stage: 'enter' | 'license' | 'prove' | 'finish' }
  /** The board must be reset for its production test. `deadline` in clock.now() terms. */
  | { readonly type: 'test-waiting'; readonly deadline: number; readonly seen: SeenInstead };

export interface RepairContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RepairEvent) => void;
  readonly tap?: LinkTap;
}

export interface RepairRequest extends LoaderRequest {
  readonly backups: Backups;
  /** Of the report whose plan was shown; omitted: whatever the board is like, the plan made there and then is carried out. */
  readonly digest?: string;
  /** Called with the plan and before anything is erased. Throws to refuse. */
  readonly confirm?: (plan: RepairPlan, snapshot: Snapshot) => Promise<void> | void;
}

/** The board is rebooted in any case: its production test comes next. */
export interface UnlockRequest extends RepairRequest {
  /** @default the surest for this board */
  readonly way?: UnlockWay;
  /** How long to wait for the production test. @default 30000 */
  readonly enterMs?: number;
}

/** The flash part of an unlock: what a caller that runs the production test itself has to do then. */
export interface OpenedBoard {
  readonly plan: RepairPlan;
  readonly facts: BoardFacts;
  readonly mac: string | null;
  /** Null where nothing was written. */
  readonly backup: string | null;
  /** What the board must hold in the end: to be written (`plan.license` is `rewritten`) or only proved; null: none. */
  readonly license: LicenseToWrite | null;
  /** To be written back by production test where the plan says so. */
  readonly country: string | null;
  readonly userParameters: Uint8Array | null;
}

export interface WipedBoard {
  readonly plan: RepairPlan;
  readonly facts: BoardFacts;
  readonly mac: string | null;
  readonly backup: string;
  readonly erased: readonly FlashRange[];
}

export interface BackupRequest extends LoaderRequest {
  readonly backups: Backups;
  /** The whole flash instead of the storage. @default false */
  readonly whole?: boolean;
}

export interface RestoreRequest extends LoaderRequest {
  readonly backups: Backups;
  /** File of the backup. */
  readonly path: string;
}

/** Functions (see the files of the same names): `readBoard`, `inspectImage`, `planUnlock`, `planWipe`, `openProductionTest`, `unlockBoard`, `wipeBoard`, `backupBoard`, `restoreBoard`. */
export type { RepairPlan } from '../../../shared/contract/inspect.js';
