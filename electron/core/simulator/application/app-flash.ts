import type { Silicon } from '../board/silicon.js';
import type { SectorStore } from '../storage/key-value-storage.js';

const SECTOR = 0x1000;
const PAGE = 256;

/** The flash as the application's driver uses it: takes the protection off, writes, puts it back; counts the time. */
export class AppFlash implements SectorStore {
  readonly #silicon: Silicon;
  readonly #protectValue: number;
  #spent = 0;

  constructor(silicon: Silicon, protectValue: number) {
    this.#silicon = silicon;
    this.#protectValue = protectValue;
  }

  /** What stock applications do first (protocol §7.2 step 6). */
  protect(): void {
    this.#silicon.flash.writeStatus(this.#protectValue);
  }

  readSector(address: number): Uint8Array {
    return this.#silicon.flash.read(address, SECTOR);
  }

  writeSector(address: number, content: Uint8Array): void {
    const { flash, timing } = this.#silicon;
    flash.writeStatus(0);
    flash.erase(address, SECTOR);
    for (let page = 0; page < SECTOR; page += PAGE)
      flash.program(address + page, content.subarray(page, page + PAGE));
    this.protect();
    this.#spent += timing.erase4k + (SECTOR / PAGE) * timing.pageProgram;
  }

  /** Milliseconds of flash work since the last call. */
  takeSpent(): number {
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }
}
