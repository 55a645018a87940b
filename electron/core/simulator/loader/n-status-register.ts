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

  /** SPI commands 05 and 35; registers that the part does not have read as 0. */
  read(command: number, at: number): number {
    const { flash } = this.#silicon;
    if (command === 0x05) return (flash.status & 0xff) | (this.busy(at) ? WIP : 0);
    return command === 0x35 && flash.part.statusBytes > 1 ? flash.status >>> 8 : 0;
  }

  /** SPI commands 01 (one or two bytes) and 31. One byte to 01 leaves the second register as it is. */
  write(command: number, bytes: Uint8Array, at: number): void {
    const { flash, timing } = this.#silicon;
    const [first = 0, second] = bytes;
    const high = flash.status & 0xff00;
    if (command === 0x01) flash.writeStatus(first | (second === undefined ? high : second << 8));
    else if (command === 0x31 && flash.part.separateStatus2)
      flash.writeStatus((flash.status & 0xff) | (first << 8));
    else return;
    this.#busyUntil = at + timing.writeStatus;
  }
}
