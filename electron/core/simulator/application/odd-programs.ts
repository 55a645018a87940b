import type { Silicon } from '../board/silicon.js';
import { encodeFrame, FrameReader } from './frame.js';
import { McuChatter } from './mcu-chatter.js';
import type { Program } from './program.js';
import { RebootWordReader } from './reboot-word.js';

const TUYA_MCU_RATE = 9600;

/** Runs and says nothing: a non-TuyaMCU application past its window, or one that hangs (authorization §1.5). */
export class SilentProgram implements Program {
  start(): void {
    // It says nothing.
  }

  dispose(): void {
    // It holds nothing.
  }
}

/** A non-Tuya application that understands a reboot word at 115200 and nothing else (protocol §3). */
export class RebootWordProgram implements Program {
  readonly #silicon: Silicon;

  constructor(silicon: Silicon) {
    this.#silicon = silicon;
  }

  start(): void {
    this.#silicon.uart.listen(new RebootWordReader(() => this.#silicon.reset('application')));
  }

  dispose(): void {
    // It holds nothing.
  }
}

/** A TuyaMCU application without a test window: a heartbeat every second, whatever the host says (authorization §1.5). */
export class HeartbeatProgram implements Program {
  readonly #silicon: Silicon;
  readonly #chatter: McuChatter;

  constructor(silicon: Silicon) {
    this.#silicon = silicon;
    this.#chatter = new McuChatter(silicon, Number.POSITIVE_INFINITY);
  }

  start(): void {
    const { uart } = this.#silicon;
    uart.setRate(TUYA_MCU_RATE);
    const reader = new FrameReader((command, _data, at) => this.#chatter.frame(command, at));
    uart.listen(reader);
    this.#chatter.start();
  }

  dispose(): void {
    this.#chatter.stop();
  }
}

/** Chatters without end: a heartbeat every 40 ms, deaf to what comes in; a wire that is never quiet. */
export class BabblingProgram implements Program {
  readonly #silicon: Silicon;
  #cancel: (() => void) | undefined;

  constructor(silicon: Silicon) {
    this.#silicon = silicon;
  }

  start(): void {
    this.#silicon.uart.setRate(TUYA_MCU_RATE);
    this.#beat();
  }

  dispose(): void {
    this.#cancel?.();
  }

  #beat(): void {
    const { uart, clock } = this.#silicon;
    uart.transmit(encodeFrame(0x00, new Uint8Array(0)), clock.now());
    this.#cancel = clock.schedule(40, () => this.#beat());
  }
}
