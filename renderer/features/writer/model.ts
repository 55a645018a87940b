import type { PortInfo } from '../../../shared/contract/ports.js';
import type { FlashRange, WriterJob, WriterSnapshot } from '../../../shared/contract/writer.js';
import { CHIPS, SECTOR, type ChipName } from '../../../shared/domain/chip.js';
import { isLocked, isWhole, likelyChip, touched, type WriterAction } from '../../../shared/domain/writer.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';

/** What the right column says first; keys of `ui.writer.state`. */
export type Look = 'ready' | 'notReady' | 'wait' | 'work' | 'stopping' | 'pass' | 'fail' | 'stopped';

/** Why an action cannot be done now; keys of `ui.writer.hindrance`. */
export type Hindrance =
  | 'noPorts'
  | 'noPort'
  | 'portMissing'
  | 'noFile'
  | 'refused'
  | 'noStart'
  | 'place'
  | 'range'
  | 'locked'
  | 'override';

/** All that the view's rules look at. */
export interface Scene {
  readonly writer: WriterSnapshot;
  readonly ports: readonly PortInfo[];
  /** The range as the fields or the map have it, committed or not. */
  readonly range: FlashRange;
  /** The reason as it was typed so far. */
  readonly override: string;
  /** A call that the core refused, until the next one. */
  readonly refusal: CodedError | null;
}

export function isRunning(job: WriterJob | null): boolean {
  const phase = job?.state.phase;
  return phase === 'waiting' || phase === 'working' || phase === 'stopping';
}

/** The chip that the map shows. */
export function chipOf({ settings, board, file }: WriterSnapshot): ChipName {
  return likelyChip(settings.chip, board?.chip ?? null, file?.protocolClass ?? null);
}

/** Bytes of its flash: as the board said, else the usual. */
export function flashBytesOf(writer: WriterSnapshot): number {
  const chip = chipOf(writer);
  return writer.board?.chip === chip ? writer.board.flashBytes : CHIPS[chip].flashBytes;
}

/** What the file covers, in whole sectors; null where nothing can be written. */
export function fileExtent({ writer, range }: Pick<Scene, 'writer' | 'range'>): FlashRange | null {
  const { file, settings } = writer;
  if (file === null || file.refusal !== null) return null;
  if (settings.rangeFrom === 'file' && file.place !== null && range === settings.range) return file.place;
  const length = file.place?.length ?? Math.ceil(file.bytes / SECTOR) * SECTOR;
  return { start: range.start, length };
}

/** What an action is about: the file where it writes or compares one, else the range. */
export function extentOf(action: WriterAction, scene: Pick<Scene, 'writer' | 'range'>): FlashRange | null {
  if (action === 'detect') return null;
  return action === 'program' || action === 'verify' ? fileExtent(scene) : scene.range;
}

/** Changing this extent would touch calibration and MAC. */
export function touchesRf(chip: ChipName, extent: FlashRange | null): boolean {
  return extent !== null && touched(chip, extent).some(({ name }) => name === 'rf');
}

function guard(scene: Scene, extent: FlashRange | null): Hindrance | null {
  if (extent === null) return null;
  const chip = chipOf(scene.writer);
  const known = scene.writer.settings.chip !== 'auto' || scene.writer.board !== null;
  // Before a board has answered, which parts are locked is a guess: the core decides then.
  if (!known) return null;
  const locked = touched(chip, extent).filter((region) => isLocked(chip, region));
  if (locked.some(({ name }) => name !== 'rf')) return 'locked';
  return locked.length > 0 && scene.override.trim().length < 3 ? 'override' : null;
}

function portHindrance({ writer, ports }: Scene): Hindrance | null {
  const { port } = writer.settings;
  if (port === null) return ports.length === 0 ? 'noPorts' : 'noPort';
  return ports.some(({ path }) => path === port) ? null : 'portMissing';
}

function fileHindrance({ writer }: Scene): Hindrance | null {
  const { file, settings } = writer;
  if (file === null) return 'noFile';
  if (file.refusal !== null) return 'refused';
  return file.kind === null && settings.rangeFrom === 'file' ? 'noStart' : null;
}

/** A file at an address where its kind is never written. Of a QIO only the board can say, unless the chip is known. */
function placeHindrance({ writer, range }: Scene): Hindrance | null {
  const { file, settings, board } = writer;
  if (file === null || file.place === null) return null;
  const known = file.kind === 'UA' || settings.chip !== 'auto' || board !== null;
  return known && range.start !== file.place.start ? 'place' : null;
}

/** What stands between the operator and an action, or null. The core refuses all of it again. */
export function hindranceOf(action: WriterAction, scene: Scene): Hindrance | null {
  const port = portHindrance(scene);
  if (port !== null || action === 'detect') return port;
  const { range } = scene;
  if (action === 'read') return range.start % SECTOR === 0 && range.length > 0 ? null : 'range';
  if (action === 'erase') return isWhole(range) ? guard(scene, range) : 'range';
  const file = fileHindrance(scene);
  if (file !== null) return file;
  if (range.start % SECTOR !== 0) return 'range';
  return placeHindrance(scene) ?? (action === 'verify' ? null : guard(scene, fileExtent(scene)));
}

export function lookOf(scene: Scene): Look {
  if (scene.refusal !== null) return 'fail';
  switch (scene.writer.job?.state.phase) {
    case 'waiting':
      return 'wait';
    case 'working':
      return 'work';
    case 'stopping':
      return 'stopping';
    case 'succeeded':
      return 'pass';
    case 'failed':
      return 'fail';
    case 'cancelled':
      return 'stopped';
    case undefined:
      return hindranceOf('program', scene) === null ? 'ready' : 'notReady';
  }
}

/** The error to explain: a refused call, else the job's. */
export function errorOf({ refusal, writer }: Scene): CodedError | null {
  if (refusal !== null) return refusal;
  const state = writer.job?.state;
  return state?.phase === 'failed' ? state.error : null;
}
