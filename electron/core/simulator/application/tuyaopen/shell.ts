import type { Silicon } from '../../board/silicon.js';
import { ascii } from '../../codec/bytes.js';
import { readMac } from '../../image/rf.js';
import { AppFlash } from '../app-flash.js';
import type { FaultMemory } from '../faults.js';
import type { Program } from '../program.js';
import { Authorization } from './authorization.js';
import type { TuyaOpenGeneration } from './generation.js';
import { LineEditor } from './line-editor.js';
import { TuyaOpenStore } from './store.js';

const RATE = 115200;
const PROMPT = 'tuya> ';
const GREEN = '\x1b[32m';
const PLAIN = '\x1b[0m';
const NOTHING_PROTECTED = 0;
/** A running application says something now and then. */
const LOG_EVERY_MS = 1000;

/** What the shell needs of the bench. */
export interface TuyaOpenBench {
  readonly generation: TuyaOpenGeneration;
  readonly memory: FaultMemory;
  /** Milliseconds that burning the one-time cells takes. */
  readonly otpWriteMs: number;
}

/** TuyaOpen firmware: a text shell at 115200 between its own log lines (authorization §2). */
export class TuyaOpenShell implements Program {
  readonly #silicon: Silicon;
  readonly #bench: TuyaOpenBench;
  readonly #flash: AppFlash;
  readonly #authorization: Authorization;
  readonly #editor: LineEditor;
  #logs = true;
  #ticks = 0;
  #cancel: (() => void) | undefined;
  #cancelReset: (() => void) | undefined;

  constructor(silicon: Silicon, bench: TuyaOpenBench) {
    const { generation, memory } = bench;
    this.#silicon = silicon;
    this.#bench = bench;
    this.#flash = new AppFlash(silicon, NOTHING_PROTECTED);
    this.#authorization = new Authorization({
      generation,
      store: new TuyaOpenStore(this.#flash, silicon.random),
      otp: silicon.otp,
      writes: memory.faults.licenseWrite ?? 'kept',
    });
    this.#editor = new LineEditor({
      echo: (bytes, at) => this.#silicon.uart.transmit(bytes, at),
      line: (text, at) => this.#line(text, at),
    });
  }

  start(): void {
    const { uart, clock } = this.#silicon;
    uart.setRate(RATE);
    uart.listen(this.#editor);
    const { name, version } = this.#bench.generation;
    this.#silicon.note('application', `${name} ${version} runs`);
    this.#say(
      `${this.#logLine(`${name} ${version}`)}${this.#logLine('tuya iot start')}${PROMPT}`,
      clock.now(),
    );
    this.#tick();
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancelReset?.();
  }

  #tick(): void {
    this.#cancel = this.#silicon.clock.schedule(LOG_EVERY_MS, () => {
      this.#ticks++;
      // A log line breaks into whatever is being typed, and the shell shows that again.
      if (this.#logs) {
        const typed = Buffer.from(this.#editor.typed).toString('latin1');
        const text = `\r\n${this.#logLine(`free heap ${100_000 + this.#ticks}`)}${PROMPT}${typed}`;
        this.#say(text, this.#silicon.clock.now());
      }
      this.#tick();
    });
  }

  #logLine(text: string): string {
    const second = String(this.#ticks % 60).padStart(2, '0');
    return `${GREEN}[01-01 00:00:${second} ty I][app.c:42] ${text}${PLAIN}\r\n`;
  }

  #say(text: string, at: number): void {
    this.#silicon.uart.transmit(ascii(text), at);
  }

  #line(text: string, at: number): void {
    const [command = '', ...args] = text.trim().split(/\s+/);
    const answer = command === '' ? [] : this.#run(command, args);
    const otp = command === 'auth' && args.length === 3 ? this.#bench.otpWriteMs : 0;
    const late = this.#bench.memory.lateness(0);
    const done = at + this.#silicon.timing.command + this.#flash.takeSpent() + otp + late;
    this.#silicon.uart.stallUntil(done);
    const { sent } = command === '' ? { sent: true } : this.#bench.memory.fate(-1);
    const shown = sent ? answer.map((line) => `${line}\r\n`).join('') : '';
    this.#say(`${shown}${PROMPT}`, done);
  }

  #run(command: string, args: readonly string[]): readonly string[] {
    const { generation } = this.#bench;
    switch (command) {
      case 'sys_log_enable':
        if (!generation.silencesLog) return ['No command'];
        this.#logs = args[0] !== 'off';
        return [`OK: log ${this.#logs ? 'enabled' : 'disabled'}`];
      case 'sys_version':
        return [`project.version ${generation.version}`];
      case 'read_mac':
        return generation.macLabel === null ? ['No command'] : [`${generation.macLabel}${this.#mac()}`];
      case 'auth-read':
        return this.#authorization.read(args);
      case 'auth':
        return this.#authorization.write(args);
      case 'auth-reset':
        return this.#authorization.reset();
      case 'sys_reboot':
        return this.#reboot();
      default:
        return ['No command'];
    }
  }

  #mac(): string {
    const { flash, chip } = this.#silicon;
    const mac = readMac(flash.cells, chip, this.#bench.generation.defaultMac);
    return (mac.toUpperCase().match(/../g) ?? []).join(':');
  }

  #reboot(): readonly string[] {
    this.#cancelReset = this.#silicon.clock.schedule(20, () => this.#silicon.reset('application'));
    return ['rebooting'];
  }
}
