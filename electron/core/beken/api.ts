import type { ChipChoice, ChipName, ProtocolClass } from '../../../shared/domain/chip.js';
import type { LoaderStage } from '../../../shared/domain/stage.js';
import type { Clock } from '../time/clock.js';

/** What the line carried while the loader was silent (protocol §9, §16). */
export type Seen = 'nothing' | 'echo' | 'boot-log' | 'heartbeat' | 'garbage';

/** What identification found out (protocol §10). */
export interface BoardFacts {
  readonly protocolClass: ProtocolClass;
  readonly chip: ChipName;
  /** `BK7231S_1.0.6` on Tuya's class T loaders, else null. */
  readonly bootVersion: string | null;
  /** Chip id register on class N, else null. */
  readonly chipId: number | null;
  /** Three bytes in bus order (manufacturer, type, capacity) on class N, else null: class T has no command for it. */
  readonly flashId: readonly [number, number, number] | null;
  readonly flashBytes: number;
}

/** The board between identification and the first erase; the baud rate is already the fast one. */
export interface IdentifiedBoard {
  readonly facts: BoardFacts;
  readonly baudRate: number;
  /** Reads one 4 KiB sector at an absolute, aligned address. @throws KilnError FLASH_READ, LINK_LOST */
  readSector(address: number): Promise<Uint8Array>;
}

/** What to write where. `start` is 4 KiB aligned; the loader pads the tail with 0xFF (protocol §0.10). */
export interface Placement {
  readonly start: number;
  readonly image: Uint8Array;
}

export interface ProgramRequest {
  readonly chip: ChipChoice;
  readonly baudRate: number;
  /** How long to wait for the board to answer. @default 60000 */
  readonly captureMs?: number;
  /**
   * Called once the board is known and before anything is erased. Decides what goes where; whatever it throws
   * ends the run with the flash untouched.
   */
  readonly place: (board: IdentifiedBoard) => Promise<Placement>;
}

export type LoaderEvent =
  | { readonly type: 'stage'; readonly stage: LoaderStage }
  /** Still waiting for the board; sent at least once a second in `capture`. `deadline` in clock.now() terms. */
  | { readonly type: 'waiting'; readonly deadline: number; readonly seen: Seen; readonly bytesSeen: number }
  | { readonly type: 'identified'; readonly facts: BoardFacts }
  | { readonly type: 'baud'; readonly baudRate: number }
  /** Bytes of the stage in hand; `address` is the flash offset just done. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly address: number }
  /** For the log: a key of words.log and what it interpolates. */
  | {
      readonly type: 'note';
      readonly level: 'info' | 'warning';
      readonly key: string;
      readonly data: Readonly<Record<string, string | number>>;
    };

export interface LoaderContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onEvent: (event: LoaderEvent) => void;
}

export interface ProgramReport {
  readonly facts: BoardFacts;
  readonly baudRate: number;
  readonly start: number;
  /** Length written, padded to whole sectors. */
  readonly bytes: number;
  /** CRC of the written range as the chip computed it, wire form (protocol §6). */
  readonly crc: number;
}
