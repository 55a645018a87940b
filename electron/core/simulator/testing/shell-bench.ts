import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { Board } from '../board/board.js';
import { createBoard } from '../board/create-board.js';
import type { CreateBoardOptions } from '../tuning.js';
import { BenchHost } from './bench-host.js';

/** A typist at a TuyaOpen board's shell. */
export class ShellBench {
  readonly clock = new VirtualClock();
  readonly board: Board;
  readonly host: BenchHost;

  constructor(options: Omit<CreateBoardOptions, 'clock' | 'chip'>) {
    this.board = createBoard({ clock: this.clock, chip: 'BK7231N', ...options });
    this.host = new BenchHost(this.board, 115200);
  }

  /** Reset, and time until the shell is there. Returns what the boot said. */
  async boot(): Promise<string> {
    this.board.pressReset();
    await this.clock.advance(1201);
    return this.heard();
  }

  heard(): string {
    return Buffer.from(this.host.take()).toString('latin1');
  }

  /** Types and tells everything that came back, echo and prompt too. */
  type(text: string): string {
    this.host.send(Buffer.from(text, 'latin1'));
    return this.heard();
  }

  /** The answer's lines between echo and prompt. */
  ask(command: string): readonly string[] {
    const [echo, ...rest] = this.type(`${command}\r\n`).split('\r\n');
    if (echo !== command || rest.at(-1) !== 'tuya> ') throw new Error(`no answer to ${command}`);
    return rest.slice(0, -1);
  }
}
