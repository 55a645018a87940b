import type { SectorStore } from '../storage/key-value-storage.js';
import { SECTOR } from '../storage/layout.js';

/** 2 MiB of flash in memory, with a record of what was written where. */
export class MemoryStore implements SectorStore {
  readonly cells: Uint8Array;
  readonly written: number[] = [];

  /** @param cells kept and changed, not copied. @default erased */
  constructor(cells: Uint8Array = new Uint8Array(0x200000).fill(0xff)) {
    this.cells = cells;
  }

  readSector(address: number): Uint8Array {
    return this.cells.slice(address, address + SECTOR);
  }

  writeSector(address: number, content: Uint8Array): void {
    this.written.push(address);
    this.cells.set(content, address);
  }
}
