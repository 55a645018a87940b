/** Where an application keeps its key-value storage, and in which format (authorization §5.1). */
export interface StorageLayout {
  readonly keySector: number;
  /** First and one past the last data or swap sector. */
  readonly start: number;
  readonly end: number;
  /** Block ids 0..blocks-1; the sectors left over are swap. */
  readonly blocks: number;
  /** Of a data sector (authorization §5.5). */
  readonly magic: number;
  /** Copies of the license outside the erased area; class N only (authorization §5.4). */
  readonly protectedSectors: readonly number[];
}

export const T_LAYOUT: StorageLayout = {
  keySector: 0x1ee000,
  start: 0x1ef000,
  end: 0x200000,
  blocks: 14,
  magic: 0x98761234,
  protectedSectors: [],
};

/** Class N up to 2.x: the old format and one protected sector (authorization §5.1, §5.4). */
export const N_OLD_LAYOUT: StorageLayout = { ...T_LAYOUT, protectedSectors: [0x1ed000] };

/** Newer format; the one swap sector at first is 0x1FF000, so that is where the first rewritten block goes (§0.1.7). */
export const N_LAYOUT: StorageLayout = {
  ...T_LAYOUT,
  blocks: 16,
  magic: 0x135726ab,
  protectedSectors: [0x1ed000, 0x1cf000],
};

export const SECTOR = 0x1000;
