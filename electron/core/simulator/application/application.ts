import type { Silicon } from '../board/silicon.js';
import { SilenceTimer } from '../wire/silence-timer.js';
import { ascii } from '../codec/bytes.js';
import { AppFlash } from './app-flash.js';
import { PowerLost } from './faults.js';
import { encodeFrame, FrameReader } from './frame.js';
import { McuChatter } from './mcu-chatter.js';
import type { Program } from './program.js';
import { Settings } from './settings.js';
import { TestCommands, type TestBench } from './test-commands.js';

export interface ApplicationOptions extends TestBench {
  /** How long it listens for the enter frame, ms. */
  readonly testWindowMs: number;
  /** A banner leaves at the rate of the boot code before the window opens (authorization §1.1, §1.5). */
  readonly bootText: boolean;
}

/** Of the production test and the TuyaMCU link (authorization §1.1). */
const TEST_RATE = 9600;
/** Silence that ends an incomplete frame, ms; the page names none. */
const FRAME_TIMEOUT_MS = 500;
/** The reply to 0A leaves first; then the watchdog takes its moment. */
const REBOOT_AFTER_MS = 5;

type Mode = 'window' | 'test' | 'mcu';

/** The firmware at 0x11000: opens the production-test window, then is a test object or a TuyaMCU application. */
export class Application implements Program {
  readonly #silicon: Silicon;
  readonly #options: ApplicationOptions;
  readonly #flash: AppFlash;
  readonly #settings: Settings;
  readonly #commands: TestCommands;
  readonly #chatter: McuChatter;
  readonly #reader: FrameReader;
  readonly #silence: SilenceTimer;
  #mode: Mode = 'window';
  #cancel: (() => void) | undefined;

  constructor(silicon: Silicon, options: ApplicationOptions) {
    const { personality } = options;
    this.#silicon = silicon;
    this.#options = options;
    this.#flash = new AppFlash(silicon, personality.protectValue);
    this.#settings = new Settings(silicon, personality, this.#flash);
    this.#commands = new TestCommands(silicon, {
      bench: options,
      settings: this.#settings,
      flash: this.#flash,
    });
    this.#chatter = new McuChatter(silicon, personality.productQueries);
    this.#reader = new FrameReader((command, data, at) => this.#frame(command, data, at));
    const { clock, uart } = silicon;
    const onSilence = (): void => this.#reader.restart();
    this.#silence = new SilenceTimer({ clock, uart, ms: FRAME_TIMEOUT_MS, onSilence });
  }

  start(): void {
    this.#flash.protect();
    const { personality, bootText } = this.#options;
    const banner = `\r\n[01-01 00:00:00 TUYA I][main.c:11] application ${personality.name}\r\n`;
    if (bootText) this.#silicon.uart.transmit(ascii(banner), this.#silicon.clock.now());
    this.#settings.mount();
    const spent = this.#flash.takeSpent();
    // Restoring from a protected sector makes the first boot slower (authorization §5.7); what class T lays out at
    // boot is inside the time that boot takes (§0.1.15).
    const restores = personality.storage.protectedSectors.length > 0;
    this.#after(restores ? spent : 0, () => this.#openWindow());
  }

  dispose(): void {
    this.#cancel?.();
    this.#chatter.stop();
    this.#silence.stop();
  }

  #listen(): void {
    const { uart } = this.#silicon;
    uart.setRate(TEST_RATE);
    uart.listen({
      hunger: () => this.#reader.hunger(),
      take: (byte, at) => {
        this.#reader.take(byte, at);
        if (this.#reader.unfinished) this.#silence.start();
      },
    });
  }

  #openWindow(): void {
    this.#listen();
    if (this.#settings.get('mf_test_close') === 'true') {
      this.#silicon.note('application', 'have actived over 15 min, not enter mf_init');
      this.#silicon.log('have actived over 15 min, not enter mf_init');
      // It proves nothing: locked units say it too (authorization §0.1.11).
      this.#silicon.log('mf_init succ');
      this.#becomeMcuApplication();
      return;
    }
    this.#silicon.note('application', 'production test window');
    this.#silicon.log('mf_init succ');
    this.#after(this.#options.testWindowMs, () => this.#becomeMcuApplication());
  }

  #becomeMcuApplication(): void {
    if (this.#mode === 'test') return;
    this.#mode = 'mcu';
    if (!this.#settings.ready) this.#settings.format();
    this.#flash.takeSpent();
    this.#silicon.note('application', 'TuyaMCU application runs');
    this.#chatter.start();
  }

  #frame(command: number, data: Uint8Array, at: number): void {
    if (this.#mode === 'mcu') return this.#chatter.frame(command, at);
    if (this.#mode === 'window' && !this.#enters(command, data)) return;
    let busy = at;
    if (!this.#settings.ready) {
      this.#settings.format();
      this.#flash.takeSpent();
      busy += this.#silicon.timing.formatStorage;
    }
    const reply = this.#run(command, data);
    if (reply === 'power lost') return;
    busy += this.#silicon.timing.command + this.#flash.takeSpent() + this.#options.memory.lateness(command);
    if (command === 0x03) busy += this.#silicon.timing.scan;
    this.#silicon.uart.stallUntil(busy);
    this.#answer(command, reply, busy);
  }

  /** Null: silence. */
  #run(command: number, data: Uint8Array): Uint8Array | null | 'power lost' {
    const { memory } = this.#options;
    const loss = memory.powerLossIn(command);
    this.#flash.failAfter(loss?.after ?? Number.POSITIVE_INFINITY);
    try {
      return this.#commands.run(command, data);
    } catch (thrown) {
      if (!(thrown instanceof PowerLost) || !loss) throw thrown;
      this.#silicon.uart.stallUntil(Number.POSITIVE_INFINITY);
      this.#after(this.#flash.takeSpent(), () => this.#silicon.losePower(loss.backAfterMs));
      return 'power lost';
    }
  }

  #answer(command: number, reply: Uint8Array | null, at: number): void {
    const { uart, clock } = this.#silicon;
    const { memory } = this.#options;
    const resets = command === 0x0a ? (memory.faults.reset ?? 'answered') : null;
    if (reply && (resets === null || resets === 'answered')) {
      const { sent, sound } = memory.fate(command);
      const frame = encodeFrame(command, reply);
      if (!sound) frame[frame.length - 1] = (frame[frame.length - 1] ?? 0) ^ 0x5a;
      if (sent) uart.transmit(frame, at);
      const again = command === 0x00 ? memory.faults.extraEnterReplyMs : undefined;
      if (again !== undefined) uart.transmit(frame, at + again);
    }
    if (resets === null || resets === 'ignored') return;
    const leaves = Math.max(uart.sentAt, at);
    this.#after(leaves + REBOOT_AFTER_MS - clock.now(), () => this.#silicon.reset('application'));
  }

  /** An enter frame carries nothing, or one 00 (authorization §1.3). */
  #enters(command: number, data: Uint8Array): boolean {
    if (command !== 0x00 || data.length > 1 || (data[0] ?? 0) !== 0) return false;
    this.#mode = 'test';
    this.#cancel?.();
    this.#silicon.note('application', 'enter prod');
    this.#silicon.log('enter prod');
    return true;
  }

  #after(ms: number, task: () => void): void {
    this.#cancel = this.#silicon.clock.schedule(Math.max(0, ms), task);
  }
}
