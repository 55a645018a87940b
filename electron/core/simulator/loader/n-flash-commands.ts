import type { Silicon } from '../board/silicon.js';
import { u16, u32 } from '../codec/bytes.js';
import { NStatusRegister } from './n-status-register.js';
import { longReply, STATUS } from './reply.js';

const PAGE = 256;
const SECTOR = 4096;
const NOTHING = new Uint8Array(0);
/** What of an address the SPI controller sends (protocol §4). */
const THREE_BYTES = 0xffffff;
const ALL = 0xffffffff;
/** The operations with four address bytes, and those that they are otherwise like. */
const NARROW: Readonly<Record<number, number>> = { 0xe7: 0x07, 0xe9: 0x09, 0xeb: 0x0b };

/** Erase opcodes: what they erase, and how long that takes, ms. */
type Kinds = Readonly<Record<number, readonly [size: number, cost: number]>>;

/** What one operation came to. */
interface Outcome {
  readonly status: number;
  readonly payload: Uint8Array;
  /** Milliseconds until the reply starts. */
  readonly cost: number;
}

const failed = (status: number): Outcome => ({ status, payload: NOTHING, cost: 0 });

/** The flash operations of the class N mask ROM: 06..0F without exception, on some E7, E9 and EB (protocol §4). */
export class NFlashCommands {
  readonly #silicon: Silicon;
  readonly #status: NStatusRegister;

  readonly #fourByteCommands: boolean;

  /** @param fourByteCommands knows E7, E9, EB and the erase opcodes 21, 5C, DC (protocol §4) */
  constructor(silicon: Silicon, fourByteCommands: boolean) {
    this.#fourByteCommands = fourByteCommands;
    this.#silicon = silicon;
    this.#status = new NStatusRegister(silicon);
  }

  run(op: number, payload: Uint8Array, at: number): void {
    const { status, payload: answer, cost } = this.#execute(op, payload, at);
    this.#silicon.uart.stallUntil(at + cost);
    this.#silicon.uart.transmit(longReply({ op, status }, answer), at + cost);
  }

  #execute(op: number, payload: Uint8Array, at: number): Outcome {
    const narrow = NARROW[op];
    if (narrow !== undefined)
      return this.#fourByteCommands ? this.#run(narrow, ALL, payload, at) : failed(STATUS.unknown);
    return this.#run(op, THREE_BYTES, payload, at);
  }

  #run(op: number, mask: number, payload: Uint8Array, at: number): Outcome {
    switch (op) {
      case 0x06:
        return this.#writePage(payload, mask, at);
      case 0x07:
        return this.#writeSector(payload, mask, at);
      case 0x08:
        return this.#readSome(payload, mask);
      case 0x09:
        return payload.length === 4 ? this.#read(payload, mask, SECTOR) : failed(STATUS.length);
      case 0x0a:
        return this.#eraseChip(payload, at);
      case 0x0b:
        return payload.length === 4
          ? this.#erase(mask === ALL ? 0x21 : 0x20, payload, at)
          : failed(STATUS.length);
      case 0x0c:
        return this.#readStatus(payload, at);
      case 0x0d:
        return this.#writeStatus(payload, at);
      case 0x0e:
        return this.#rawSpi(payload, at);
      case 0x0f:
        return payload.length === 5 ? this.#erase(payload[0] ?? 0, payload, at) : failed(STATUS.length);
      default:
        return failed(STATUS.unknown);
    }
  }

  #writePage(payload: Uint8Array, mask: number, at: number): Outcome {
    const data = payload.subarray(4);
    if (payload.length < 5 || data.length > PAGE) return failed(STATUS.length);
    if (this.#status.busy(at)) return failed(STATUS.busy);
    this.#silicon.flash.program((u32(payload, 0) & mask) >>> 0, data);
    const echo = Uint8Array.from([...payload.subarray(0, 4), data.length & 0xff]);
    return { status: STATUS.ok, payload: echo, cost: this.#programCost(1) };
  }

  /** Programmed once the frame is complete: nothing tells whether the ROM overlaps it as the T loader does. */
  #writeSector(payload: Uint8Array, mask: number, at: number): Outcome {
    if (payload.length !== 4 + SECTOR) return failed(STATUS.length);
    if (this.#status.busy(at)) return failed(STATUS.busy);
    const address = (u32(payload, 0) & mask) >>> 0;
    for (let page = 0; page < SECTOR; page += PAGE) {
      this.#silicon.flash.program(address + page, payload.subarray(4 + page, 4 + page + PAGE));
    }
    return { status: STATUS.ok, payload: payload.slice(0, 4), cost: this.#programCost(SECTOR / PAGE) };
  }

  #programCost(pages: number): number {
    return this.#silicon.flash.isProtected ? 0 : pages * this.#silicon.timing.pageProgram;
  }

  /** The count is one byte from the vendor's tool, two from another host (protocol §4). */
  #readSome(payload: Uint8Array, mask: number): Outcome {
    if (payload.length !== 5 && payload.length !== 6) return failed(STATUS.length);
    return this.#read(payload, mask, payload.length === 5 ? (payload[4] ?? 0) : u16(payload, 4));
  }

  #read(request: Uint8Array, mask: number, length: number): Outcome {
    const payload = new Uint8Array(4 + length);
    payload.set(request.subarray(0, 4));
    payload.set(this.#silicon.flash.read((u32(request, 0) & mask) >>> 0, length), 4);
    return { status: STATUS.ok, payload, cost: 0 };
  }

  #eraseChip(payload: Uint8Array, at: number): Outcome {
    if (payload.length !== 1) return failed(STATUS.length);
    if (this.#status.busy(at)) return failed(STATUS.busy);
    const took = this.#silicon.flash.eraseChip();
    if (took) this.#silicon.note('loader', 'chip erased');
    return { status: STATUS.ok, payload, cost: took ? this.#silicon.timing.eraseChip : 0 };
  }

  /** `payload` is echoed; its last four bytes are the address. */
  #erase(opcode: number, payload: Uint8Array, at: number): Outcome {
    const { timing, flash } = this.#silicon;
    const [size4k, size32k, size64k] = [
      [SECTOR, timing.erase4k],
      [0x8000, timing.erase32k],
      [0x10000, timing.erase64k],
    ] as const;
    const threeByte: Kinds = { 0x20: size4k, 0x52: size32k, 0xd8: size64k };
    const fourByte: Kinds = this.#fourByteCommands ? { 0x21: size4k, 0x5c: size32k, 0xdc: size64k } : {};
    const kind = threeByte[opcode] ?? fourByte[opcode];
    const mask = opcode in threeByte ? THREE_BYTES : ALL;
    if (!kind) return failed(STATUS.parameter);
    if (this.#status.busy(at)) return failed(STATUS.busy);
    const took = flash.erase((u32(payload, payload.length - 4) & mask) >>> 0, kind[0]);
    return { status: STATUS.ok, payload, cost: took ? kind[1] : 0 };
  }

  #readStatus(payload: Uint8Array, at: number): Outcome {
    if (payload.length !== 1) return failed(STATUS.length);
    const command = payload[0] ?? 0;
    return { status: STATUS.ok, payload: Uint8Array.of(command, this.#status.read(command, at)), cost: 0 };
  }

  #writeStatus(payload: Uint8Array, at: number): Outcome {
    if (payload.length !== 2 && payload.length !== 3) return failed(STATUS.length);
    if (this.#status.busy(at)) return failed(STATUS.busy);
    this.#status.write(payload[0] ?? 0, payload.subarray(1), at);
    return { status: STATUS.ok, payload, cost: 0 };
  }

  /** As many bytes back as went out; the first is what is clocked in while the command goes out (protocol §4). */
  #rawSpi(payload: Uint8Array, at: number): Outcome {
    if (payload.length === 0) return failed(STATUS.length);
    const command = payload[0] ?? 0;
    const { jedec } = this.#silicon.flash.part;
    const answer = payload.slice().fill(0);
    for (let index = 1; index < answer.length; index++) {
      if (command === 0x9f) answer[index] = jedec[(index - 1) % 3] ?? 0;
      else if (command === 0x05 || command === 0x35) answer[index] = this.#status.read(command, at);
    }
    return { status: STATUS.ok, payload: answer, cost: 0 };
  }
}
