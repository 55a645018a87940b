import type { Silicon } from '../board/silicon.js';
import { hex, u32 } from '../codec/bytes.js';
import { longReply, STATUS } from './reply.js';

/** Below this, 06, 09 and 0F answer status 6 (protocol §0.7, §4). */
const GUARD = 0x10000;
/** Below this, 07 answers status 6. From here to the bootloader's end it destroys the loader without a word. */
const WRITE_GUARD = 0x20e0;
const PAGE = 256;
const SECTOR = 4096;
/** The SPI controller sends three address bytes (protocol §4). */
const ADDRESS_MASK = 0xffffff;

/** The flash operations of the class T loader: 06, 07, 09, 0F (protocol §4). */
export class TFlashCommands {
  readonly #silicon: Silicon;
  readonly #protectValue: number;
  /** The next 0F unprotects first (protocol §7.3). */
  #unprotectNext = false;

  /** @param protectValue what stands in SR after a CRC (protocol §7.3) */
  constructor(silicon: Silicon, protectValue: number) {
    this.#silicon = silicon;
    this.#protectValue = protectValue;
  }

  armUnprotect(): void {
    this.#unprotectNext = true;
  }

  /** @returns what it costs, ms */
  protect(): number {
    this.#silicon.flash.writeStatus(this.#protectValue);
    return this.#silicon.timing.writeStatus;
  }

  /** 07 programs page by page while the data still arrive (protocol §1, §4). */
  progress(body: Uint8Array, got: number, at: number): void {
    if (body[0] !== 0x07 || body.length !== 5 + SECTOR || got <= 5 || (got - 5) % PAGE !== 0) return;
    const address = u32(body, 1);
    if (address < WRITE_GUARD) return;
    const page = got - 5 - PAGE;
    this.#program(address + page, body.subarray(5 + page, got), at);
  }

  run(op: number, payload: Uint8Array, at: number): void {
    if (op === 0x06 && payload.length > 4) this.#writePage(payload, at);
    else if (op === 0x07 && payload.length === 4 + SECTOR) this.#writeSector(payload, at);
    else if (op === 0x09 && payload.length === 4) this.#readSector(payload, at);
    else if (op === 0x0f && payload.length === 5) this.#erase(payload, at);
  }

  #writePage(payload: Uint8Array, at: number): void {
    const address = u32(payload, 0);
    const data = payload.subarray(4);
    const refused = address < GUARD;
    const done = refused ? at : this.#program(address, data, at);
    this.#reply(0x06, refused, [...payload.subarray(0, 4), data.length & 0xff], done);
  }

  #writeSector(payload: Uint8Array, at: number): void {
    const address = u32(payload, 0);
    const echo = payload.slice(0, 4);
    const refused = address < WRITE_GUARD;
    // The refusal overwrites the first two bytes of the echoed address (protocol §4).
    if (refused) echo.set([0xe0, 0x20]);
    // The last page went in with its last byte: reply once it is through.
    const done = refused || this.#silicon.flash.isProtected ? at : at + this.#silicon.timing.pageProgram;
    this.#reply(0x07, refused, echo, done);
  }

  #readSector(payload: Uint8Array, at: number): void {
    const address = u32(payload, 0);
    if (address < GUARD) {
      // One payload byte too many: the low byte of L - 5 (protocol §4, §14).
      this.#reply(0x09, true, [...payload, 0x00], at);
      return;
    }
    const sector = this.#silicon.flash.read(address & ADDRESS_MASK, SECTOR);
    const echoed = new Uint8Array(4 + SECTOR);
    echoed.set(payload, 0);
    echoed.set(sector, 4);
    this.#silicon.uart.transmit(longReply({ op: 0x09, status: STATUS.ok }, echoed), at);
  }

  #erase(payload: Uint8Array, at: number): void {
    const opcode = payload[0] ?? 0;
    const address = u32(payload, 1);
    if (address < GUARD) {
      this.#reply(0x0f, true, payload, at);
      return;
    }
    let done = at;
    if (this.#unprotectNext) {
      this.#unprotectNext = false;
      this.#silicon.flash.writeStatus(0);
      done += this.#silicon.timing.writeStatus;
    }
    const { erase4k, erase64k } = this.#silicon.timing;
    // Only 20 and D8 are executed; any other opcode is acknowledged and nothing happens (protocol §4).
    if (opcode === 0x20 && this.#eraseBlock(address, SECTOR)) done += erase4k;
    else if (opcode === 0xd8 && this.#eraseBlock(address, 0x10000)) done += erase64k;
    this.#silicon.uart.stallUntil(done);
    this.#reply(0x0f, false, payload, done);
  }

  #eraseBlock(address: number, size: number): boolean {
    return this.#silicon.flash.erase(address & ADDRESS_MASK, size);
  }

  #program(address: number, data: Uint8Array, at: number): number {
    const { flash, timing, uart } = this.#silicon;
    flash.program(address & ADDRESS_MASK, data);
    const done = flash.isProtected ? at : at + timing.pageProgram;
    uart.stallUntil(done);
    return done;
  }

  #reply(op: number, refused: boolean, payload: ArrayLike<number>, at: number): void {
    if (refused) this.#silicon.note('loader', `operation ${hex(op)} below ${hex(GUARD)} refused`);
    const status = refused ? STATUS.parameter : STATUS.ok;
    this.#silicon.uart.transmit(longReply({ op, status }, Uint8Array.from(payload)), at);
  }
}
