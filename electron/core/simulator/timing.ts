/** What the silicon's work costs. Milliseconds unless named otherwise; 0 everywhere for `instant`. */
export interface Timing {
  /** Bytes take 10 bits at the sender's rate (8N1). */
  readonly pacedUart: boolean;
  /** One page of up to 256 bytes. */
  readonly pageProgram: number;
  readonly erase4k: number;
  readonly erase32k: number;
  readonly erase64k: number;
  readonly eraseChip: number;
  /** WRSR; on class N the WIP bit stands that long after the reply. */
  readonly writeStatus: number;
  /** Bytes per millisecond over which the loader computes a CRC. Infinity: free. */
  readonly crcSpeed: number;
  /** A wiped class N application lays out its storage on the first enter frame (authorization §0.1.8). */
  readonly formatStorage: number;
  /** A Wi-Fi scan for command 03. */
  readonly scan: number;
  /** What the application needs to parse and answer a command, flash work apart. */
  readonly command: number;
}

/**
 * Typical figures of the 1-4 MB NOR class (protocol §8, "Typical NOR timing"): page program 0.4-0.7 ms, 4K
 * 40-70 ms, 32K 120-200 ms, 64K 150-300 ms, chip 4-10 s, WRSR 5-15 ms. CRC speed is not on the page: 1.6 MB/s is
 * between what hosts assume as the floor (0.4 MB/s, §6) and plain memory-mapped reading.
 */
export const REALISTIC: Timing = {
  pacedUart: true,
  pageProgram: 0.5,
  erase4k: 45,
  erase32k: 150,
  erase64k: 200,
  eraseChip: 4000,
  writeStatus: 10,
  crcSpeed: 1600,
  formatStorage: 1700,
  scan: 1500,
  command: 2,
};

export const INSTANT: Timing = {
  pacedUart: false,
  pageProgram: 0,
  erase4k: 0,
  erase32k: 0,
  erase64k: 0,
  eraseChip: 0,
  writeStatus: 0,
  crcSpeed: Number.POSITIVE_INFINITY,
  formatStorage: 0,
  scan: 0,
  command: 0,
};
