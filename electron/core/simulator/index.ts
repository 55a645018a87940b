export type { BoardEvent, BoardOptions, SimulatedBoard } from './api.js';
export { AutoOperator, type AutoOperatorOptions } from './auto-operator.js';
export type { Board } from './board/board.js';
export { createBoard } from './board/create-board.js';
export { APPS, APP_NAMES, isAppName, type AppName } from './catalogue/apps.js';
export { FAULTS, tuningOfFaults } from './catalogue/faults.js';
export { CONDITIONS, CONDITION_NAMES, isConditionName, type ConditionName } from './conditions/condition.js';
export { syntheticLicense, type SyntheticLicense } from './conditions/license.js';
export { flashIn } from './conditions/prepare.js';
export { HOME_WIFI } from './conditions/values.js';
export { factoryFlash } from './image/factory.js';
export { logPort } from './log-port.js';
export { openPtyBoard, type PtyBoard, type PtyBoardOptions } from './pty.js';
export { seededRandom } from './random.js';
export type { BoardTuning, CreateBoardOptions } from './tuning.js';
export {
  createVirtualBackend,
  VirtualBackend,
  type VirtualBackendOptions,
  type VirtualBoard,
} from './virtual-backend.js';
