import type { Silicon } from '../board/silicon.js';

const WIP = 0x01;

/** The flash's status register through operations 0C and 0D (protocol §7.1, §7.2). */
export class NStatusRegister {
  readonly #silicon: Silicon;
  #busyUntil = Number.NEGATIVE_INFINITY;

  constructor(silicon: Silicon) {
    this.#silicon = silicon;
  }

  /** Whether WIP stands at board time `at`. */
  busy(at: number): boolean {
    return at < this.#busyUntil;
  }

  /** SPI commands 05, 35 and 15; registers that the part does not have read as 0. */
  read(command: number, at: number): number {
    const { flash } = this.#silicon;
    const { statusBytes, readSecond = 0x35 } = flash.part;
    if (command === 0x05) return (flash.status & 0xff) | (this.busy(at) ? WIP : 0);
    if (command === readSecond && statusBytes > 1) return flash.status >>> 8;
    return command === 0x15 && statusBytes > 2 ? flash.thirdStatus : 0;
  }

  /** SPI commands 01 (one or two bytes), 31 and 11. One byte to 01 leaves the second register as it is. */
  write(command: number, bytes: Uint8Array, at: number): void {
    const { flash, timing } = this.#silicon;
    const { wideStatus = true, separateStatus2, statusBytes } = flash.part;
    const [first = 0, second] = bytes;
    const high = second === undefined || !wideStatus ? flash.status & 0xff00 : second << 8;
    if (command === 0x01) flash.writeStatus(first | high);
    else if (command === 0x31 && separateStatus2) flash.writeStatus((flash.status & 0xff) | (first << 8));
    else if (command === 0x11 && statusBytes > 2) flash.thirdStatus = first;
    else return;
    this.#busyUntil = at + timing.writeStatus;
  }
}
