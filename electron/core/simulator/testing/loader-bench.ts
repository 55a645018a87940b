import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { createBoard } from '../board/create-board.js';
import type { Board } from '../board/board.js';
import type { CreateBoardOptions } from '../tuning.js';
import { BenchHost } from './bench-host.js';

export interface LoaderBench {
  readonly clock: VirtualClock;
  readonly board: Board;
  readonly host: BenchHost;
  /** What happened, in words. */
  readonly log: string[];
}

/** A board whose loader window has just opened. */
export function inWindow(options: Omit<CreateBoardOptions, 'clock'>): LoaderBench {
  const clock = new VirtualClock();
  const board = createBoard({ clock, ...options });
  const log: string[] = [];
  board.onEvent((event) =>
    log.push('text' in event ? event.text : 'by' in event ? `reset ${event.by}` : `power ${event.on}`),
  );
  const host = new BenchHost(board);
  board.pressReset();
  return { clock, board, host, log };
}

/** A board whose loader is linked. */
export function linked(options: Omit<CreateBoardOptions, 'clock'>): LoaderBench {
  const bench = inWindow(options);
  bench.host.ask('01 E0 FC 01 00');
  return bench;
}
