/** What Kiln does to a board's authorization besides writing it (authorization §5.7). */
export const REPAIRS = ['unlock', 'wipe'] as const;
export type Repair = (typeof REPAIRS)[number];

/**
 * How a production test is opened again (authorization §5.7).
 * `open`: it is open, nothing is done. `restore`: the documented erase; class N brings the license back from its protected copy
 * by itself. `rewrite`: the same erase, then the same license by production test. `erase`: the same erase, there is no license to keep.
 * `lift`: the closed flag alone is dropped in place; no application has been seen to accept that yet.
 */
export const UNLOCK_WAYS = ['open', 'restore', 'rewrite', 'erase', 'lift'] as const;
export type UnlockWay = (typeof UNLOCK_WAYS)[number];

/** Why a repair cannot be done on a board; keys of words.repairReasons. */
export const REPAIR_REASONS = [
  'chip-unknown',
  'chip-other-map',
  'rf-inside',
  'storage-unread',
  'license-unwritable',
  'storage-unreadable',
  'not-restorable',
  'no-license',
] as const;
export type RepairReason = (typeof REPAIR_REASONS)[number];
