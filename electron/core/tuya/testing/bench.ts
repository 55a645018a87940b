import { createBoard, logPort, type Board, type CreateBoardOptions } from '../../simulator/index.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { ProductionTest } from '../api.js';
import { enterProductionTest } from '../enter.js';
import { BoardTransport } from './board-transport.js';

export interface Bench {
  readonly clock: VirtualClock;
  readonly board: Board;
  readonly port: BoardTransport;
  readonly notes: string[];
  readonly run: <T>(work: Promise<T>) => Promise<T>;
  /** With `log`, a second adapter listens on the board's UART2. */
  readonly enter: (enterMs?: number, log?: boolean) => Promise<ProductionTest>;
  /** Takes the power away for a moment, `ms` from now. */
  readonly powerCycleIn: (ms: number) => void;
}

/** A simulated board in virtual time with the host's port on it. The caller disposes of the board. */
export function bench(options: Omit<CreateBoardOptions, 'clock'>): Bench {
  const clock = new VirtualClock();
  const board = createBoard({ timing: 'realistic', ...options, clock });
  const port = new BoardTransport(board, clock);
  const notes: string[] = [];
  const context = {
    clock,
    signal: new AbortController().signal,
    onNote: ({ key }: { key: string }) => void notes.push(key),
  };
  return {
    clock,
    board,
    port,
    notes,
    run: (work) => clock.run(work),
    enter: (enterMs = 6000, log = false) => {
      const second = log ? { log: new BoardTransport(logPort(board), clock) } : {};
      return clock.run(enterProductionTest(port, { ...context, ...second, enterMs }));
    },
    powerCycleIn: (ms) => {
      clock.schedule(ms, () => board.power(false));
      clock.schedule(ms + 300, () => board.power(true));
    },
  };
}
