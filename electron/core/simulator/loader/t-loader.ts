import type { Silicon } from '../board/silicon.js';
import { ascii, u32 } from '../codec/bytes.js';
import { crcOf } from './crc-job.js';
import { FrameMachine } from './frame-machine.js';
import type { Loader } from './loader.js';
import { shortReply } from './reply.js';
import { TFlashCommands } from './t-flash-commands.js';
import { protectValue } from './t-flash-list.js';

export interface TLoaderOptions {
  /** What 11 answers, 13 characters; null where the loader does not know 11 (protocol §3). */
  readonly bootVersion: string | null;
}

/**
 * Class T: the handler inside the flash bootloader. Knows 00, 0E, 0F, 10, 11 and the flash operations 06, 07, 09, 0F;
 * swallows everything else without a word (protocol §3, §4). Payloads of another length than the page's are
 * swallowed too [the page does not say].
 */
export class TLoader implements Loader {
  linked = false;
  readonly #silicon: Silicon;
  readonly #options: TLoaderOptions;
  readonly #machine: FrameMachine;
  readonly #flash: TFlashCommands;

  constructor(silicon: Silicon, options: TLoaderOptions) {
    this.#silicon = silicon;
    this.#options = options;
    this.#flash = new TFlashCommands(silicon, protectValue(silicon.flash.part, options.bootVersion));
    this.#machine = new FrameMachine({
      short: (code, payload, at) => this.#short(code, payload, at),
      long: (op, payload, at) => this.#flash.run(op, payload, at),
      progress: (body, got, at) => this.#flash.progress(body, got, at),
    });
  }

  hunger(): number {
    return this.#machine.hunger();
  }

  take(byte: number, at: number): void {
    this.#machine.take(byte, at);
  }

  dispose(): void {
    // Nothing of its own runs: this loader has no timeouts.
  }

  #short(code: number, payload: Uint8Array, at: number): void {
    const { uart } = this.#silicon;
    switch (code) {
      case 0x00:
        if (payload.length === 0) this.#linkCheck(at);
        return;
      case 0x0e:
        if (payload.length === 1 && payload[0] === 0xa5) this.#silicon.reset('loader');
        return;
      case 0x0f:
        if (payload.length === 5) this.#setRate(payload, at);
        return;
      case 0x10:
        if (payload.length === 8) this.#crc(u32(payload, 0), u32(payload, 4), at);
        return;
      case 0x11:
        if (payload.length === 0 && this.#options.bootVersion !== null) {
          const version = new Uint8Array(16);
          version.set(ascii(this.#options.bootVersion).subarray(0, 13));
          uart.transmit(shortReply(0x11, version), at);
        }
        return;
      default:
        return;
    }
  }

  #linkCheck(at: number): void {
    if (!this.linked) this.#silicon.note('loader', 'linked');
    this.linked = true;
    this.#flash.armUnprotect();
    this.#silicon.uart.transmit(shortReply(0x01, [0x00]), at);
  }

  /** Reprograms the UART at once, replies delay + 1 ticks later at the new rate (protocol §3.2). */
  #setRate(payload: Uint8Array, at: number): void {
    const { uart } = this.#silicon;
    uart.setRate(u32(payload, 0));
    const done = at + (payload[4] ?? 0) + 1;
    uart.stallUntil(done);
    uart.transmit(shortReply(0x0f, payload), done);
    this.#silicon.note('loader', `baud rate ${u32(payload, 0)}`);
  }

  /** Whole pages from `start`, the rest dropped; protects the flash again afterwards (protocol §6, §7.3). */
  #crc(start: number, end: number, at: number): void {
    const { uart } = this.#silicon;
    const length = ((end - start + 1) >>> 8) * 256;
    const result = crcOf(this.#silicon, start, length);
    if (!result) {
      this.#silicon.note('loader', `CRC over ${length} bytes: busy until reset`);
      uart.stallUntil(Infinity);
      return;
    }
    const done = at + result.cost + this.#flash.protect();
    uart.stallUntil(done);
    uart.transmit(shortReply(0x10, result.wire), done);
  }
}
