import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { Board } from '../board/board.js';
import { createBoard } from '../board/create-board.js';
import type { CreateBoardOptions } from '../tuning.js';
import { flashWithApp } from './app-image.js';
import { BenchHost } from './bench-host.js';
import { hexOf } from './hex.js';

export interface Reply {
  readonly command: number;
  /** Data without trailing NULs, as text. */
  readonly text: string;
  readonly data: Uint8Array;
}

/** A production-test frame with its sum, written by hand for the tests of the device side (authorization §1.2). */
export function testFrame(command: number, data: string | ArrayLike<number> = '', version = 0): Uint8Array {
  const bytes = typeof data === 'string' ? [...Buffer.from(data)] : Array.from(data);
  const frame = [0x55, 0xaa, version, command, bytes.length >> 8, bytes.length & 0xff, ...bytes];
  return Uint8Array.from([...frame, frame.reduce((sum, byte) => sum + byte, 0) & 0xff]);
}

/** Splits whole frames; throws on anything that is none. */
export function splitFrames(bytes: Uint8Array): Reply[] {
  const replies: Reply[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 7 + (((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0));
    const frame = bytes.subarray(at, end);
    const sum = frame.subarray(0, -1).reduce((total, byte) => total + byte, 0) & 0xff;
    if (
      frame[0] !== 0x55 ||
      frame[1] !== 0xaa ||
      frame[2] !== 0 ||
      frame.at(-1) !== sum ||
      end > bytes.length
    ) {
      throw new Error(`no frame: ${hexOf(bytes.subarray(at))}`);
    }
    const data = frame.slice(6, -1);
    replies.push({
      command: frame[3] ?? 0,
      data,
      text: Buffer.from(data).toString('utf8').replace(/\0+$/, ''),
    });
    at = end;
  }
  return replies;
}

export class TestBench {
  readonly clock = new VirtualClock();
  readonly board: Board;
  readonly host: BenchHost;
  readonly log: string[] = [];

  constructor(options: Omit<CreateBoardOptions, 'clock'>) {
    this.board = createBoard({ clock: this.clock, flash: flashWithApp(options.chip), ...options });
    this.host = new BenchHost(this.board, 9600);
    this.board.onEvent((event) => this.log.push(Object.values(event).join(' ')));
  }

  /** Reset, and time until the application has opened its window. */
  async reachWindow(): Promise<void> {
    this.board.pressReset();
    await this.clock.advance(1201);
    this.host.take();
  }

  async enter(): Promise<this> {
    await this.reachWindow();
    this.host.send(testFrame(0x00));
    await this.clock.advance(1);
    this.host.take();
    return this;
  }

  /** For instant boards: sends and looks. */
  ask(command: number, data: string | ArrayLike<number> = ''): Reply | null {
    this.host.send(testFrame(command, data));
    return splitFrames(this.host.take())[0] ?? null;
  }

  /** The reply's JSON, null where there was none. */
  json(command: number, data: string | object = ''): unknown {
    const reply = this.ask(command, typeof data === 'string' ? data : JSON.stringify(data));
    return reply ? JSON.parse(reply.text) : null;
  }
}
