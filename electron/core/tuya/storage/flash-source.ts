import { SECTOR } from './bytes.js';

/** Flash as far as it is known. */
export interface FlashSource {
  /** One past the last byte of the flash, absolute. */
  readonly end: number;
  /** 4096 bytes at an aligned absolute address; null where nobody has read it, or where a file ends before. */
  sector(address: number): Uint8Array | null;
}

/** Flash in a file or in memory. @param base absolute address of its first byte, 4 KiB aligned */
export function imageSource(image: Uint8Array, base = 0): FlashSource {
  return {
    end: base + image.length,
    sector(address) {
      const at = address - base;
      return at < 0 || at + SECTOR > image.length ? null : image.subarray(at, at + SECTOR);
    },
  };
}

/** Flash of which some ranges were read. @param flashBytes size of the whole */
export function rangesSource(
  ranges: readonly { readonly start: number; readonly bytes: Uint8Array }[],
  flashBytes: number,
): FlashSource {
  return {
    end: flashBytes,
    sector(address) {
      for (const { start, bytes } of ranges) {
        const at = address - start;
        if (at >= 0 && at + SECTOR <= bytes.length) return bytes.subarray(at, at + SECTOR);
      }
      return null;
    },
  };
}
