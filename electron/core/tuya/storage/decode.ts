import { isBlank, sameBytes, SECTOR } from './bytes.js';
import { collectEntries } from './collect.js';
import { dataKey } from './crypt.js';
import { openBlock } from './data-sector.js';
import type { DecodedStorage, LiveBlock, ProtectedCopy, SectorState } from './decoded.js';
import { findKey, type FoundKey } from './find-key.js';
import type { FlashSource } from './flash-source.js';
import { dataRange, KEY_TN, layoutOf, PROTECTED_SECTORS, type StorageFormat } from './layout.js';
import { decodeProtectedSector, wasProtectedSector } from './protected-sector.js';

function protectedCopy(flash: FlashSource, address: number, key: FoundKey | null): ProtectedCopy {
  const sector = flash.sector(address);
  const nothing = { address, writeCounter: null, records: [], sameKey: null };
  if (!sector) return { ...nothing, health: 'unread' };
  if (isBlank(sector)) return { ...nothing, health: 'empty' };
  const copy = decodeProtectedSector(sector);
  if (!copy) return { ...nothing, health: wasProtectedSector(sector) ? 'damaged' : 'none' };
  const { writeCounter, records } = copy;
  return {
    address,
    health: 'sound',
    writeCounter,
    records,
    sameKey: key && sameBytes(copy.inner, key.inner),
  };
}

/** Every readable block of a range by its sector. */
function openAll(flash: FlashSource, key: FoundKey): Map<number, LiveBlock> {
  const opened = new Map<number, LiveBlock>();
  const cipher = dataKey(key.inner);
  const { start, end } = dataRange(key.address, flash.end);
  for (let address = start; address < end; address += SECTOR) {
    const sector = flash.sector(address);
    const block = sector && openBlock(sector, cipher);
    if (block) opened.set(address, { ...block, address });
  }
  return opened;
}

/** The format of most; a sector of the other one is left from before. */
function commonFormat(blocks: Iterable<LiveBlock>): StorageFormat | null {
  const formats = [...blocks].map(({ format }) => format);
  if (formats.length === 0) return null;
  const older = formats.filter((format) => format === 'old').length;
  return older * 2 > formats.length ? 'old' : 'new';
}

/** Of several copies of a block the one that was rewritten most often counts, then the first (authorization §5.5). */
function newest(blocks: Iterable<LiveBlock>): Map<number, LiveBlock> {
  const live = new Map<number, LiveBlock>();
  for (const block of blocks) {
    const rival = live.get(block.id);
    if (!rival || block.counter > rival.counter) live.set(block.id, block);
  }
  return live;
}

function sectorState(
  flash: FlashSource,
  address: number,
  own: LiveBlock | undefined,
  live: boolean,
): SectorState {
  if (own) return { address, health: live ? 'sound' : 'stale', block: own.id, counter: own.counter };
  const sector = flash.sector(address);
  const health = !sector ? 'unread' : isBlank(sector) ? 'empty' : 'torn';
  return { address, health, block: null, counter: null };
}

/**
 * Reads Tuya's storage out of a flash (authorization §5): finds the key, opens every sector, takes the newer of two
 * copies, checks every sum. Never throws: whatever is wrong is said of the sector or entry it is wrong with.
 */
export function decodeStorage(flash: FlashSource): DecodedStorage {
  const key = findKey(flash);
  const copies = PROTECTED_SECTORS.map((address) => protectedCopy(flash, address, key));
  const opened = key ? openAll(flash, key) : new Map<number, LiveBlock>();
  const format = commonFormat(opened.values());
  const ours = [...opened.values()].filter((block) => block.format === format);
  const blocks = newest(ours);
  // Without a key nothing can be read, but what stands where the data of T and N are is worth knowing.
  const { start, end } = dataRange(key?.address ?? KEY_TN, flash.end);
  const sectors: SectorState[] = [];
  for (let address = start; address < end; address += SECTOR) {
    const block = opened.get(address);
    const own = block?.format === format ? block : undefined;
    sectors.push(sectorState(flash, address, own, own !== undefined && blocks.get(own.id) === own));
  }
  const layout = key && format ? layoutOf(key.address, format, flash.end) : null;
  return { key, layout, blocks, sectors, ...collectEntries(blocks), copies };
}
