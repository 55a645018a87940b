import { SECTOR } from './bytes.js';

/** How a data sector begins: which generation of the SDK wrote it (authorization §5.5). */
export type StorageFormat = 'old' | 'new';

export const FORMAT_MAGIC: Readonly<Record<StorageFormat, number>> = { old: 0x98761234, new: 0x135726ab };

export function formatOf(magic: number): StorageFormat | null {
  if (magic === FORMAT_MAGIC.old) return 'old';
  return magic === FORMAT_MAGIC.new ? 'new' : null;
}

/** Where a storage stands and how it is divided (authorization §5.1). Absolute flash offsets. */
export interface StorageLayout {
  readonly format: StorageFormat;
  readonly keySector: number;
  /** First data sector, and one past the last. */
  readonly start: number;
  readonly end: number;
  /** Block ids 0..blocks-1; the sectors left over are for swapping. */
  readonly blocks: number;
}

const MIB_2 = 0x200000;
const KEY_Q = 0x1eb000;
/** Key sector of T and N, the last sector before the data. */
export const KEY_TN = 0x1ee000;
/** Class N: the copy of the license, and its mirror on newer SDKs. The first one that decodes is what an application restores from. */
export const PROTECTED_SECTORS: readonly number[] = [0x1ed000, 0x1cf000];
/** Nobody keeps a key sector below (authorization §5.1). */
export const SCAN_FROM = 0x1c0000;
/** On larger chips the area is up to 212 KiB (authorization §5.1: T5AI, T3). */
const LARGE_AREA = 53 * SECTOR;

/** The data sectors behind a key sector: up to the end of a 2 MiB flash, its very last sector included (authorization §0.1.7). */
export function dataRange(keySector: number, flashBytes: number): { start: number; end: number } {
  const start = keySector + SECTOR;
  const end = keySector < MIB_2 ? MIB_2 : keySector + LARGE_AREA;
  return { start, end: Math.min(end, Math.max(start, flashBytes)) };
}

/** 14 + 3 or 16 + 1 sectors; 16 + 4 on Q (authorization §5.1). */
export function layoutOf(keySector: number, format: StorageFormat, flashBytes = MIB_2): StorageLayout {
  const blocks = keySector !== KEY_Q && format === 'old' ? 14 : 16;
  return { format, keySector, ...dataRange(keySector, flashBytes), blocks };
}
