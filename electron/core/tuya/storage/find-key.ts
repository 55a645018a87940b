import { SECTOR } from './bytes.js';
import { dataKey } from './crypt.js';
import { openBlock } from './data-sector.js';
import type { FlashSource } from './flash-source.js';
import { decodeKeySector, looksLikeKeySector, type KeySector } from './key-sector.js';
import { dataRange, SCAN_FROM } from './layout.js';

export interface FoundKey extends KeySector {
  /** Absolute offset of the key sector. */
  readonly address: number;
}

function candidates(flash: FlashSource): FoundKey[] {
  const found: FoundKey[] = [];
  for (let address = SCAN_FROM; address + SECTOR <= flash.end; address += SECTOR) {
    const sector = flash.sector(address);
    const key = sector && decodeKeySector(sector);
    if (sector && key) found.push({ address, ...key, whole: key.whole && looksLikeKeySector(sector) });
  }
  return found;
}

/** How many sectors behind it a key opens. */
function opens(flash: FlashSource, { address, inner }: FoundKey): number {
  const key = dataKey(inner);
  const { start, end } = dataRange(address, flash.end);
  let count = 0;
  for (let at = start; at < end; at += SECTOR) {
    const sector = flash.sector(at);
    if (sector && openBlock(sector, key)) count += 1;
  }
  return count;
}

/**
 * The key sector, wherever it stands from 0x1C0000 on (authorization §5.1): of several the one that opens most, then a
 * whole one, then the first. Null where there is none.
 */
export function findKey(flash: FlashSource): FoundKey | null {
  const found = candidates(flash);
  if (found.length <= 1) return found[0] ?? null;
  const ranked = found.map((key) => ({ key, opened: opens(flash, key) }));
  ranked.sort((a, b) => b.opened - a.opened || Number(b.key.whole) - Number(a.key.whole));
  return ranked[0]?.key ?? null;
}
