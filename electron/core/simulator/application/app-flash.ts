import type { Silicon } from '../board/silicon.js';
import type { SectorStore } from '../storage/key-value-storage.js';
import { PowerLost } from './faults.js';

const SECTOR = 0x1000;
const PAGE = 256;

/** The flash as the application's driver uses it: takes the protection off, writes, puts it back; counts the time. */
export class AppFlash implements SectorStore {
  readonly #silicon: Silicon;
  readonly #protectValue: number;
  #spent = 0;
  #left = Number.POSITIVE_INFINITY;

  constructor(silicon: Silicon, protectValue: number) {
    this.#silicon = silicon;
    this.#protectValue = protectValue;
  }

  /** What stock applications do first (protocol §7.2 step 6). */
  protect(): void {
    this.#silicon.flash.writeStatus(this.#protectValue);
  }

  /** After so many more erases and page programs the power goes: the next one is done by half and throws PowerLost. */
  failAfter(operations: number): void {
    this.#left = operations;
  }

  readSector(address: number): Uint8Array {
    return this.#silicon.flash.read(address, SECTOR);
  }

  writeSector(address: number, content: Uint8Array): void {
    const { flash, timing } = this.#silicon;
    flash.writeStatus(0);
    this.#spent += timing.erase4k;
    this.#do(
      () => flash.erase(address, SECTOR),
      // A torn erase leaves cells between 0 and 1; half of the sector stands for it.
      () => {
        const rest = flash.read(address + SECTOR / 2, SECTOR / 2);
        flash.erase(address, SECTOR);
        for (let page = 0; page < rest.length; page += PAGE)
          flash.program(address + SECTOR / 2 + page, rest.subarray(page, page + PAGE));
      },
    );
    for (let page = 0; page < SECTOR; page += PAGE) {
      const data = content.subarray(page, page + PAGE);
      this.#spent += timing.pageProgram;
      this.#do(
        () => flash.program(address + page, data),
        () => flash.program(address + page, data.subarray(0, PAGE / 2)),
      );
    }
    this.protect();
  }

  /** Milliseconds of flash work since the last call. */
  takeSpent(): number {
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }

  #do(whole: () => void, torn: () => void): void {
    if (this.#left-- > 0) return whole();
    torn();
    throw new PowerLost();
  }
}
