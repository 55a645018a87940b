import { BLOCK_32K, BLOCK_64K, SECTOR } from '../../../shared/domain/chip.js';
import type { Clock } from '../time/clock.js';
import { sleep } from '../time/wait.js';
import * as table from './command-table.js';
import { encodeRequest } from './command.js';
import type { Link } from './link.js';
import * as timeouts from './timeouts.js';

const ERASE_OPCODES: Readonly<Record<number, number>> = {
  [SECTOR]: table.ERASE_4K,
  [BLOCK_32K]: table.ERASE_32K,
  [BLOCK_64K]: table.ERASE_64K,
};
/** The same on a flash that three address bytes do not reach (protocol §4). */
const WIDE_ERASE_OPCODES: Readonly<Record<number, number>> = {
  [SECTOR]: table.WIDE_ERASE_4K,
  [BLOCK_32K]: table.WIDE_ERASE_32K,
  [BLOCK_64K]: table.WIDE_ERASE_64K,
};
const READ_FLASH_ID_TX = Uint8Array.of(0x9f, 0, 0, 0);
/** More than the longest frame: whatever a torn one left the target waiting for, this fills (protocol §2.5). */
const FILLER = new Uint8Array(4108);

/**
 * The loader's verbs. One try each, with the deadline of protocol §13.
 * All throw NoReply, BadStatus, KilnError PORT_LOST or the signal's reason. Addresses are absolute flash offsets.
 */
export class Commands {
  /** Four address bytes: for a flash of 256 Mbit and more (protocol §4). */
  wide = false;

  constructor(
    readonly link: Link,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  async linkCheck(ms: number = timeouts.LINK_CONFIRM_MS): Promise<void> {
    await this.link.request(table.LINK_CHECK, {}, { ms, signal: this.signal });
  }

  /** N only. */
  async readRegister(address: number, ms: number = timeouts.QUERY_MS): Promise<number> {
    const reply = await this.link.request(table.READ_REGISTER, { address }, this.#in(ms));
    return reply.value;
  }

  /** N only. */
  async writeRegister(address: number, value: number): Promise<void> {
    await this.link.request(table.WRITE_REGISTER, { address, value }, this.#in(timeouts.QUERY_MS));
  }

  /** E.g. `BK7231S_1.0.6`; Tuya's class T loaders only. */
  async bootVersion(): Promise<string> {
    const { text } = await this.link.request(table.BOOT_VERSION, {}, this.#in(timeouts.QUERY_MS));
    const end = text.indexOf(0);
    return Buffer.from(end < 0 ? text : text.subarray(0, end)).toString('latin1');
  }

  /** Asks the target to change its rate, follows with the host's, and takes the reply at the new one (protocol §3.2). */
  async setBaudRate(baudRate: number, delayMs: number): Promise<void> {
    const afterSent = async (): Promise<void> => {
      await sleep(this.clock, delayMs / 2, this.signal);
      await this.link.setBaudRate(baudRate, this.signal);
    };
    const ms = timeouts.BAUD_REPLY_MS + delayMs;
    await this.link.request(table.SET_BAUD, { baudRate, delayMs }, { ms, signal: this.signal, afterSent });
  }

  /** Asks for a rate without waiting for an answer or following: a last word to a target that cannot be heard. */
  async postBaudRate(baudRate: number, delayMs: number): Promise<void> {
    await this.link.send(encodeRequest(table.SET_BAUD, { baudRate, delayMs }), this.signal);
  }

  /** CRC of `length` bytes from `start`, wire form. `length` must be a multiple of 256 to mean the same on T and N (protocol §6). */
  async crc(start: number, length: number): Promise<number> {
    if (length <= 0 || length % 256 !== 0) throw new RangeError(`crc over ${length} bytes`);
    const request = { start, end: start + length - 1 };
    const command = this.wide ? table.WIDE_CRC : table.CRC;
    const reply = await this.link.request(command, request, this.#in(timeouts.crcMs(length)));
    return reply.crc;
  }

  /** N only: manufacturer, type, capacity. */
  async flashId(): Promise<readonly [number, number, number]> {
    const reply = await this.link.request(table.READ_FLASH_ID, READ_FLASH_ID_TX, this.#in(timeouts.QUERY_MS));
    const [manufacturer = 0, type = 0, capacity = 0] = reply.subarray(reply.length - 3);
    return [manufacturer, type, capacity];
  }

  /** N only. `register`: SPI command 05, 35 or 15. */
  async readStatus(register: number): Promise<number> {
    const reply = await this.link.request(table.READ_STATUS, { register }, this.#in(timeouts.QUERY_MS));
    return reply.value;
  }

  /** N only. `command`: SPI command 01 or 31, then one or two bytes. */
  async writeStatus(command: number, values: readonly number[]): Promise<void> {
    await this.link.request(
      table.WRITE_STATUS,
      Uint8Array.of(command, ...values),
      this.#in(timeouts.QUERY_MS),
    );
  }

  /** `bytes`: 4 KiB, 64 KiB, or on N 32 KiB; `address` aligned to it. */
  async erase(address: number, bytes: number): Promise<void> {
    const opcode = (this.wide ? WIDE_ERASE_OPCODES : ERASE_OPCODES)[bytes];
    if (opcode === undefined) throw new RangeError(`erase of ${bytes} bytes`);
    const ms = bytes === SECTOR ? timeouts.ERASE_4K_MS : timeouts.ERASE_BLOCK_MS;
    await this.link.request(table.ERASE, { opcode, address }, this.#in(ms));
  }

  /** N only: everything, calibration, MAC and license included. `seconds`: how long the chip may take, up to 255. */
  async eraseChip(seconds: number): Promise<void> {
    await this.link.request(table.ERASE_CHIP, { seconds }, this.#in((seconds + 1) * 1000));
  }

  /** `data`: exactly 4096 bytes. The target programs while it receives, and answers after the last page. */
  async writeSector(address: number, data: Uint8Array): Promise<void> {
    const ms = timeouts.transferMs(4108, this.link.baudRate);
    const command = this.wide ? table.WIDE_WRITE_SECTOR : table.WRITE_SECTOR;
    await this.link.request(command, { address, data }, this.#in(ms));
  }

  async readSector(address: number): Promise<Uint8Array> {
    const ms = timeouts.transferMs(4111, this.link.baudRate);
    const command = this.wide ? table.WIDE_READ_SECTOR : table.READ_SECTOR;
    const reply = await this.link.request(command, { address }, this.#in(ms));
    return reply.data;
  }

  /** No reply comes (protocol §3). */
  async reboot(): Promise<void> {
    await this.link.send(encodeRequest(table.REBOOT, { magic: table.REBOOT_MAGIC }), this.signal);
  }

  /** N only, by the watchdog; no reply comes. */
  async reset(): Promise<void> {
    await this.link.send(encodeRequest(table.RESET, { magic: table.RESET_MAGIC }), this.signal);
  }

  /** What makes a running application restart: a shell's word, and a frame for the register handler (protocol §3, §9). */
  async rebootApplication(): Promise<void> {
    await this.link.send(Buffer.from('reboot\r\n', 'latin1'), this.signal);
    await this.link.send(encodeRequest(table.APP_REBOOT, { magic: table.APP_REBOOT_MAGIC }), this.signal);
  }

  /** Ends a frame that the target may still be waiting to complete (protocol §2.5). */
  async completeTornFrame(): Promise<void> {
    await this.link.send(FILLER, this.signal);
  }

  #in(ms: number): { readonly ms: number; readonly signal: AbortSignal } {
    return { ms, signal: this.signal };
  }
}
