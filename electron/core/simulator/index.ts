export type { BoardEvent, BoardOptions, SimulatedBoard } from './api.js';
export { AutoOperator, type AutoOperatorOptions } from './auto-operator.js';
export type { Board } from './board/board.js';
export { createBoard } from './board/create-board.js';
export { factoryFlash } from './image/factory.js';
export { openPtyBoard, type PtyBoard, type PtyBoardOptions } from './pty.js';
export { seededRandom } from './random.js';
export type { BoardTuning, CreateBoardOptions } from './tuning.js';
export {
  createVirtualBackend,
  VirtualBackend,
  type VirtualBackendOptions,
  type VirtualBoard,
} from './virtual-backend.js';
