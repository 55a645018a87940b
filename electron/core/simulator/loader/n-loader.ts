import type { Silicon } from '../board/silicon.js';
import { le32, u32 } from '../codec/bytes.js';
import { SilenceTimer } from '../wire/silence-timer.js';
import { crcOf } from './crc-job.js';
import { FrameMachine } from './frame-machine.js';
import type { Loader } from './loader.js';
import { NFlashCommands } from './n-flash-commands.js';
import { NRegisters, type ChipId } from './n-registers.js';
import { longReply, shortReply, STATUS } from './reply.js';

export interface NLoaderOptions {
  /** 16 key bytes, readable through the eFuse registers (protocol §11); null: not through these. */
  readonly efuseKey: Uint8Array | null;
  readonly id: ChipId;
  /** Some ROMs echo the address of a register one too high (protocol §3). */
  readonly echoesOneHigh: boolean;
  /** Flash operations E7, E9 and EB, four-byte erase opcodes, and a CRC 13 that reaches as far (protocol §4). */
  readonly fourByteCommands: boolean;
  /** Silence that ends an incomplete frame, ms (protocol §2.5 has no figure). */
  readonly frameTimeoutMs: number;
}

/** As far as three address bytes reach. */
const REACH = 0x1000000;
/** The CRC command of flashes beyond that (protocol §4). */
const WIDE_CRC = 0x13;
const SEAN = [0x53, 0x45, 0x41, 0x4e];

/** Exact payload lengths of the short commands (protocol §3). */
const LENGTHS: Readonly<Record<number, number>> = {
  0x00: 0,
  0x01: 8,
  0x03: 4,
  0x0e: 1,
  0x0f: 5,
  0x10: 8,
  0x70: 4,
  0xaa: 1,
};

/**
 * Class N: the mask ROM. Answers every frame, if only with a status; a short command of a wrong or missing length gets
 * that status where the code would stand (protocol §2.5, §3).
 */
export class NLoader implements Loader {
  linked = false;
  readonly #silicon: Silicon;
  readonly #machine: FrameMachine;
  readonly #registers: NRegisters;
  readonly #silence: SilenceTimer;
  readonly #options: NLoaderOptions;

  constructor(silicon: Silicon, options: NLoaderOptions) {
    this.#silicon = silicon;
    this.#options = options;
    this.#registers = new NRegisters(options.efuseKey, options.id);
    const flash = new NFlashCommands(silicon, options.fourByteCommands);
    this.#machine = new FrameMachine({
      short: (code, payload, at) => this.#short(code, payload, at),
      long: (op, payload, at) => flash.run(op, payload, at),
    });
    const { clock, uart } = silicon;
    const onSilence = (): void => this.#giveUpFrame();
    this.#silence = new SilenceTimer({ clock, uart, ms: options.frameTimeoutMs, onSilence });
  }

  hunger(): number {
    return this.#machine.hunger();
  }

  take(byte: number, at: number): void {
    this.#machine.take(byte, at);
    if (this.#machine.unfinished()) this.#silence.start();
  }

  dispose(): void {
    this.#silence.stop();
  }

  #giveUpFrame(): void {
    const unfinished = this.#machine.unfinished();
    this.#machine.restart();
    if (unfinished === null || unfinished === 'head') return;
    const { kind, code } = unfinished;
    const reply =
      kind === 'long'
        ? longReply({ op: code, status: STATUS.short }, new Uint8Array(0))
        : shortReply(STATUS.short, []);
    this.#silicon.note('loader', 'incomplete frame given up');
    this.#silicon.uart.transmit(reply, this.#silicon.clock.now());
  }

  #short(code: number, payload: Uint8Array, at: number): void {
    const wide = code === WIDE_CRC && this.#options.fourByteCommands;
    const expected = wide ? LENGTHS[0x10] : LENGTHS[code];
    if (expected === undefined) return this.#reply(code, [STATUS.unknown], at);
    if (payload.length !== expected) return this.#reply(STATUS.short, [], at);
    switch (code) {
      case 0x00:
        this.#link();
        return this.#reply(0x01, [0x00], at);
      case 0x01:
        this.#registers.write(u32(payload, 0), u32(payload, 4));
        return this.#reply(0x01, payload, at);
      case 0x03:
        return this.#readRegister(payload, at);
      case 0x0e:
        if (payload[0] === 0xa5) return this.#silicon.reset('loader');
        return this.#reply(code, payload, at);
      case 0x0f:
        return this.#setRate(payload, at);
      case 0x10:
      case WIDE_CRC:
        return this.#crc(code, payload, at);
      case 0x70:
        if (SEAN.every((byte, index) => payload[index] === byte)) return this.#silicon.reset('watchdog');
        return this.#reply(code, payload, at);
      default:
        // AA stays in ROM; another payload than 55 is only echoed, as 0E and 70 do [the page does not say].
        if (payload[0] === 0x55) this.#link();
        return this.#reply(code, payload, at);
    }
  }

  #link(): void {
    if (!this.linked) this.#silicon.note('loader', 'linked');
    this.linked = true;
  }

  /** As on class T: at once, reply delay + 1 ms later at the new rate (protocol §3.2). */
  #setRate(payload: Uint8Array, at: number): void {
    const { uart } = this.#silicon;
    uart.setRate(u32(payload, 0));
    const done = at + (payload[4] ?? 0) + 1;
    uart.stallUntil(done);
    this.#silicon.note('loader', `baud rate ${u32(payload, 0)}`);
    this.#reply(0x0f, payload, done);
  }

  #readRegister(payload: Uint8Array, at: number): void {
    const echo = payload.slice();
    if (this.#options.echoesOneHigh) echo[0] = ((echo[0] ?? 0) + 1) & 0xff;
    this.#reply(0x03, [...echo, ...le32(this.#registers.read(u32(payload, 0)))], at);
  }

  /** Byte granular, end inclusive (protocol §6). */
  #crc(code: number, payload: Uint8Array, at: number): void {
    const [start, end] = [u32(payload, 0), u32(payload, 4)];
    const length = (end - start + 1) >>> 0;
    const result = crcOf(this.#silicon, start, length, code === WIDE_CRC ? Infinity : REACH);
    if (!result) {
      this.#silicon.note('loader', `CRC over ${length} bytes: busy until reset`);
      this.#silicon.uart.stallUntil(Infinity);
      return;
    }
    this.#silicon.uart.stallUntil(at + result.cost);
    this.#reply(code, result.wire, at + result.cost);
  }

  #reply(code: number, payload: ArrayLike<number>, at: number): void {
    this.#silicon.uart.transmit(shortReply(code, payload), at);
  }
}
