import { createHash } from 'node:crypto';

import type { VirtualChip } from '../../shared/domain/chip.js';
import {
  AutoOperator,
  createBoard,
  createVirtualBackend,
  seededRandom,
  type VirtualBackend,
} from './simulator/index.js';
import type { SimulatedBoard } from './simulator/api.js';
import type { Clock } from './time/clock.js';

export interface VirtualRequest {
  readonly chips: readonly VirtualChip[];
  readonly timing: 'instant' | 'realistic';
  /** How long a virtual board waits for a hand before the built-in operator presses reset; null: never. */
  readonly patienceMs: number | null;
}

export interface VirtualBoards {
  readonly backend: VirtualBackend;
  readonly boards: ReadonlyMap<string, SimulatedBoard>;
  dispose(): void;
}

/** A virtual board keeps its MAC from start to start, so that it keeps its license (locally administered addresses). */
function macOf(path: string): string {
  return `d61f12${createHash('sha256').update(path).digest('hex').slice(0, 6)}`;
}

/** Boards without hardware, as ports `virtual:BK7231N`, `virtual:BK7231N-2` and so on. */
export function createVirtualBoards(request: VirtualRequest, clock: Clock): VirtualBoards {
  const seen = new Map<VirtualChip, number>();
  const operators: AutoOperator[] = [];
  const entries = request.chips.map((chip, index) => {
    const number = (seen.get(chip) ?? 0) + 1;
    seen.set(chip, number);
    const path = number === 1 ? `virtual:${chip}` : `virtual:${chip}-${number}`;
    const board = createBoard({
      chip,
      clock,
      mac: macOf(path),
      timing: request.timing,
      random: seededRandom(index + 1),
    });
    if (request.patienceMs !== null)
      operators.push(new AutoOperator(board, { clock, patienceMs: request.patienceMs }));
    return { path, label: `Virtual ${chip}`, board };
  });
  return {
    backend: createVirtualBackend({ clock, boards: entries }),
    boards: new Map(entries.map(({ path, board }) => [path, board])),
    dispose() {
      for (const operator of operators) operator.dispose();
      for (const { board } of entries) board.dispose();
    },
  };
}
