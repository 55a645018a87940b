import type { SectorStore } from '../storage/key-value-storage.js';
import { SECTOR } from '../storage/layout.js';

/** A flash image as the storage writes it; may lose its power in the middle of a sector. */
export class ImageStore implements SectorStore {
  readonly #image: Uint8Array;
  #tornAt: number | null = null;

  /** @param image changed in place */
  constructor(image: Uint8Array) {
    this.#image = image;
  }

  /** The next sector written keeps only its first `bytes` bytes of new content; the rest stays erased. */
  tearNext(bytes: number): void {
    this.#tornAt = bytes;
  }

  readSector(address: number): Uint8Array {
    return this.#image.slice(address, address + SECTOR);
  }

  writeSector(address: number, content: Uint8Array): void {
    const kept = this.#tornAt ?? SECTOR;
    this.#tornAt = null;
    this.#image.fill(0xff, address, address + SECTOR);
    this.#image.set(content.subarray(0, kept), address);
  }
}
