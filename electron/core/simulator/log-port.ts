import type { SimulatedBoard } from './api.js';
import type { Board } from './board/board.js';
import type { BoardTraits } from './host-ear.js';

/** The board's UART2 as a port of its own: what the board logs comes out, what goes in is heard by nobody. */
export function logPort(board: Board): SimulatedBoard & BoardTraits {
  return {
    chip: board.chip,
    mac: board.mac,
    timing: board.timing,
    strictBaud: board.strictBaud,
    random: board.random,
    receive: () => undefined,
    onTransmit: (listener) => board.onLog(listener),
    onEvent: (listener) => board.onEvent(listener),
    power: (on) => board.power(on),
    pressReset: () => board.pressReset(),
    setLines: (lines) => board.setLines(lines),
    flashImage: () => board.flashImage(),
    dispose: () => undefined,
  };
}
