import type { Silicon } from '../board/silicon.js';
import { SilenceTimer } from '../wire/silence-timer.js';
import { AppFlash } from './app-flash.js';
import { encodeFrame, FrameReader } from './frame.js';
import { McuChatter } from './mcu-chatter.js';
import { RebootWordReader } from './reboot-word.js';
import { Settings } from './settings.js';
import { TestCommands, type TestBench } from './test-commands.js';

export interface ApplicationOptions extends TestBench {
  /** How long it listens for the enter frame, ms. */
  readonly testWindowMs: number;
  /** A non-Tuya shell at 115200 instead of the production test. */
  readonly appRebootWord: boolean;
}

/** Of the production test and the TuyaMCU link (authorization §1.1). */
const TEST_RATE = 9600;
/** Silence that ends an incomplete frame, ms; the page names none. */
const FRAME_TIMEOUT_MS = 500;
/** The reply to 0A leaves first; then the watchdog takes its moment. */
const REBOOT_AFTER_MS = 5;

type Mode = 'window' | 'test' | 'mcu';

/** The firmware at 0x11000: opens the production-test window, then is a test object or a TuyaMCU application. */
export class Application {
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
    if (this.#options.appRebootWord) {
      this.#silicon.uart.listen(new RebootWordReader(() => this.#silicon.reset('application')));
      return;
    }
    this.#settings.mount();
    const spent = this.#flash.takeSpent();
    // Restoring from a protected sector makes the first boot slower (authorization §5.7); what class T lays out at
    // boot is inside the time that boot takes (§0.1.15).
    const restores = this.#options.personality.storage.protectedSectors.length > 0;
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
      this.#becomeMcuApplication();
      return;
    }
    this.#silicon.note('application', 'production test window');
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
    const reply = this.#commands.run(command, data);
    busy += this.#silicon.timing.command + this.#flash.takeSpent();
    if (command === 0x03) busy += this.#silicon.timing.scan;
    const { uart, clock } = this.#silicon;
    uart.stallUntil(busy);
    if (!reply) return;
    uart.transmit(encodeFrame(command, reply), busy);
    if (command === 0x0a)
      this.#after(uart.sentAt + REBOOT_AFTER_MS - clock.now(), () => this.#silicon.reset('application'));
  }

  /** An enter frame carries nothing, or one 00 (authorization §1.3). */
  #enters(command: number, data: Uint8Array): boolean {
    if (command !== 0x00 || data.length > 1 || (data[0] ?? 0) !== 0) return false;
    this.#mode = 'test';
    this.#cancel?.();
    this.#silicon.note('application', 'enter prod');
    return true;
  }

  #after(ms: number, task: () => void): void {
    this.#cancel = this.#silicon.clock.schedule(Math.max(0, ms), task);
  }
}
