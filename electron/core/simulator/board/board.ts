import type { BoardEvent, SimulatedBoard } from '../api.js';
import { createProgram } from '../application/create-program.js';
import { FaultMemory } from '../application/faults.js';
import type { Program } from '../application/program.js';
import { appOf } from '../catalogue/app-of.js';
import { NorFlash } from '../flash/nor.js';
import { codeStartsAt } from '../image/blocks.js';
import { bootloaderHead } from '../image/bootloaders.js';
import { factoryFlash } from '../image/factory.js';
import { APP_START, BOOTLOADER_END, RF_SECTOR, SECTOR, type ChipName } from '../image/map.js';
import { readMac, rfSectorWith } from '../image/rf.js';
import { holds } from '../codec/bytes.js';
import type { Loader } from '../loader/loader.js';
import { NLoader } from '../loader/n-loader.js';
import { TLoader } from '../loader/t-loader.js';
import { seededRandom } from '../random.js';
import { INSTANT, REALISTIC, type Timing } from '../timing.js';
import type { CreateBoardOptions } from '../tuning.js';
import { Uart } from '../wire/uart.js';
import { CHIP_TRAITS, type ChipTraits } from './chips.js';
import { macDigits } from './mac-digits.js';
import type { Silicon } from './silicon.js';
import { Wires } from './wiring.js';

type ReceiveListener = (bytes: Uint8Array, baudRate: number) => void;

/**
 * A module on the bench: power, reset, and the chain loader window -> application (protocol §0.2, §8b, §12.1).
 * Everything it does follows from its flash, its clock, its random source and the bytes it gets.
 */
export class Board implements SimulatedBoard {
  readonly chip: ChipName;
  readonly timing: 'instant' | 'realistic';
  readonly strictBaud: boolean;
  readonly resetWired: boolean;
  readonly random: () => number;
  readonly #options: CreateBoardOptions;
  readonly #traits: ChipTraits;
  readonly #costs: Timing;
  readonly #flash: NorFlash;
  /** What the module's maker left below 0x11000. Class T has no other way back in, so any change is the end of it. */
  readonly #makersBootloader: Uint8Array;
  readonly #uart: Uart;
  readonly #wires: Wires;
  readonly #faults: FaultMemory;
  readonly #otp = new Map<string, string>();
  readonly #events = new Set<(event: BoardEvent) => void>();
  readonly #watchers = new Set<ReceiveListener>();
  #powered = true;
  #heldInReset = false;
  #loader: Loader | undefined;
  #application: Program | undefined;
  #cancelStep: (() => void) | undefined;
  #cancelPower: (() => void) | undefined;

  constructor(options: CreateBoardOptions) {
    this.#options = options;
    this.chip = options.chip;
    this.#traits = CHIP_TRAITS[options.chip];
    this.timing = options.timing ?? 'instant';
    this.strictBaud = options.strictBaud ?? true;
    this.resetWired = options.resetWired ?? false;
    this.random = options.random ?? seededRandom(0x7231);
    this.#costs = { ...(this.timing === 'realistic' ? REALISTIC : INSTANT), ...options.costs };
    const { statusRegister = this.#traits.status, part = this.#traits.part } = options;
    this.#flash = new NorFlash(part, firstContent(options, part.size), statusRegister);
    this.#flash.statusLocked = options.statusLocked ?? false;
    this.#makersBootloader = this.#flash.cells.slice(0, BOOTLOADER_END);
    this.#uart = new Uart({
      clock: options.clock,
      paced: this.#costs.pacedUart,
      strictBaud: this.strictBaud,
      random: this.random,
    });
    this.#faults = new FaultMemory(options.faults);
    this.#wires = new Wires({
      clock: options.clock,
      paced: this.#costs.pacedUart,
      uart: this.#uart,
      wiring: options.wiring ?? 'right',
    });
    // Powered a moment ago: the loader's window is over, whoever wants it must reset or power-cycle the board.
    this.#startSoon();
  }

  /** The module's MAC as its application would tell it, 12 lower-case hex digits. */
  get mac(): string {
    return readMac(this.#flash.cells, this.chip);
  }

  receive(bytes: Uint8Array, baudRate: number): void {
    for (const watcher of this.#watchers) watcher(bytes, baudRate);
    this.#wires.receive(bytes, baudRate);
  }

  /** What the host sends, whether or not anybody on the board listens. Returns the unsubscriber. */
  onReceive(listener: ReceiveListener): () => void {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  }

  onTransmit(listener: (bytes: Uint8Array, baudRate: number) => void): () => void {
    return this.#wires.onTransmit(listener);
  }

  /** UART2, the log output: text lines at 115200 (authorization §1.1). Returns the unsubscriber. */
  onLog(listener: (bytes: Uint8Array, baudRate: number) => void): () => void {
    return this.#wires.onLog(listener);
  }

  onEvent(listener: (event: BoardEvent) => void): () => void {
    this.#events.add(listener);
    return () => void this.#events.delete(listener);
  }

  power(on: boolean): void {
    this.#cancelPower?.();
    this.#cancelPower = undefined;
    if (on === this.#powered) return;
    this.#powered = on;
    this.#emit({ type: 'power', on });
    this.#boot();
  }

  pressReset(): void {
    this.#restart('button');
  }

  setLines(lines: { readonly dtr?: boolean; readonly rts?: boolean }): void {
    if (!this.resetWired || lines.rts === undefined || lines.rts === this.#heldInReset) return;
    this.#heldInReset = lines.rts;
    if (lines.rts) this.#boot();
    else this.#restart('line');
  }

  flashImage(): Uint8Array {
    return this.#flash.cells.slice();
  }

  dispose(): void {
    this.#powered = false;
    this.#cancelPower?.();
    this.#halt();
    this.#uart.dispose();
    this.#wires.dispose();
    this.#events.clear();
    this.#watchers.clear();
  }

  #restart(by: Extract<BoardEvent, { type: 'reset' }>['by']): void {
    if (!this.#powered) return;
    this.#emit({ type: 'reset', by });
    this.#boot();
  }

  #losePower(backAfterMs: number | null): void {
    this.power(false);
    if (backAfterMs === null) return;
    this.#cancelPower = this.#options.clock.schedule(backAfterMs, () => this.power(true));
  }

  #halt(): void {
    this.#cancelStep?.();
    this.#cancelStep = undefined;
    this.#loader?.dispose();
    this.#loader = undefined;
    this.#application?.dispose();
    this.#application = undefined;
    this.#uart.reset();
    this.#wires.reset();
  }

  #boot(): void {
    this.#halt();
    if (!this.#powered || this.#heldInReset) return;
    const loader = this.#makeLoader();
    if (!loader) {
      this.#emit({ type: 'loader', text: 'bootloader destroyed: the chip is dead to the UART' });
      return;
    }
    this.#loader = loader;
    this.#uart.listen(loader);
    this.#step(this.#options.windowMs ?? 400, () => this.#endWindow(loader));
  }

  #makeLoader(): Loader | undefined {
    const { loader } = this.#traits;
    if (loader.protocolClass === 'N') {
      const { efuseKey = loader.efuseKey, frameTimeoutMs = 100 } = this.#options;
      return new NLoader(this.#silicon(), { ...loader, efuseKey, frameTimeoutMs });
    }
    const { bootVersion = loader.bootVersion } = this.#options;
    return this.#bootloaderStands() ? new TLoader(this.#silicon(), { bootVersion }) : undefined;
  }

  #bootloaderStands(): boolean {
    const { cells } = this.#flash;
    if (!holds(cells, 2, bootloaderHead(this.chip))) return false;
    return (
      this.#traits.loader.protocolClass === 'N' ||
      Buffer.compare(cells.subarray(0, BOOTLOADER_END), this.#makersBootloader) === 0
    );
  }

  #endWindow(loader: Loader): void {
    if (loader.linked) return;
    loader.dispose();
    this.#loader = undefined;
    this.#uart.listen(undefined);
    this.#startSoon();
  }

  #hasApplication(): boolean {
    return this.#bootloaderStands() && codeStartsAt(this.#flash.cells, APP_START, this.#traits.appHead);
  }

  /** For whoever made the image: what a chip would say by staying dark. */
  #whyNotBootable(): string {
    if (!this.#bootloaderStands()) return 'the bootloader is damaged';
    const headStands = holds(this.#flash.cells, APP_START + 2, this.#traits.appHead);
    return headStands
      ? 'the first code block at 0x11000 has a wrong CRC-16'
      : 'no application for this key starts at 0x11000';
  }

  #startSoon(): void {
    if (this.#hasApplication()) this.#step(this.#options.appBootMs ?? 800, () => this.#startApplication());
    else {
      this.#emit({ type: 'application', text: this.#whyNotBootable() });
      this.#emit({ type: 'application', text: 'nothing bootable' });
    }
  }

  #startApplication(): void {
    const options = this.#options;
    const app = appOf(options);
    if (!app) {
      this.#emit({ type: 'application', text: 'running; what it says is not simulated on this chip' });
      return;
    }
    this.#application = createProgram(this.#silicon(), app, {
      memory: this.#faults,
      testWindowMs: options.testWindowMs ?? 500,
      bootText: options.bootText ?? false,
      fingerprint: options.fingerprint ?? null,
      accessPoints: options.accessPoints ?? null,
      rssi: options.rssi ?? -45,
      gpioOk: options.gpioOk ?? true,
      gpioShorts: options.gpioShorts ?? [],
      otpWriteMs: options.otpWriteMs ?? (this.timing === 'realistic' ? 4000 : 0),
    });
    this.#application.start();
  }

  #step(ms: number, task: () => void): void {
    this.#cancelStep = this.#options.clock.schedule(ms, task);
  }

  #silicon(): Silicon {
    return {
      chip: this.chip,
      clock: this.#options.clock,
      uart: this.#uart,
      flash: this.#flash,
      timing: this.#costs,
      random: this.random,
      otp: this.#otp,
      reset: (by) => this.#restart(by),
      losePower: (backAfterMs) => this.#losePower(backAfterMs),
      log: (line) => this.#wires.log(line),
      note: (type, text) => this.#emit({ type, text }),
    };
  }

  #emit(event: BoardEvent): void {
    for (const listener of this.#events) listener(event);
  }
}

function firstContent(options: CreateBoardOptions, size: number): Uint8Array {
  const { chip } = options;
  const mac = options.mac === undefined ? undefined : macDigits(options.mac);
  if (!options.flash) return factoryFlash({ chip, size, ...(mac === undefined ? {} : { mac }) });
  if (mac === undefined || RF_SECTOR[chip] >= size) return options.flash;
  const content = options.flash.slice();
  const at = RF_SECTOR[chip];
  content.set(rfSectorWith(content.subarray(at, at + SECTOR), mac), at);
  return content;
}
