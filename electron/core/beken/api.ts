import type { ChipChoice, ChipName, ProtocolClass } from '../../../shared/domain/chip.js';
import type { LoaderStage } from '../../../shared/domain/stage.js';
import type { Clock } from '../time/clock.js';
import type { LinkTap } from './link.js';

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
  /**
   * Reads one 4 KiB sector at an absolute, aligned address; the bootloader of class T through its alias.
   * @throws KilnError FLASH_READ, FLASH_READ_GUARDED, RANGE_UNALIGNED, LINK_LOST
   */
  readSector(address: number): Promise<Uint8Array>;
  /** Reads a range, proved by CRC. @throws KilnError FLASH_READ, FLASH_READ_GUARDED, RANGE_UNALIGNED, FLASH_TOO_SMALL, LINK_LOST */
  readRange(start: number, length: number): Promise<Uint8Array>;
  /** Class N: the 16 key bytes of the eFuse (protocol §11). @throws KilnError NOT_ON_THIS_CHIP, EFUSE_UNREADABLE, LINK_LOST */
  readEfuseKey(): Promise<Uint8Array>;
}

/** What to write where. `start` is 4 KiB aligned; the loader pads the tail with 0xFF (protocol §0.10). */
export interface Placement {
  readonly start: number;
  readonly image: Uint8Array;
}

/** The rate that worked with an adapter, kept from run to run. */
export interface RateMemory {
  recall(): number | null;
  keep(baudRate: number): void;
}

/** What was burned somewhere before: wire CRCs of its sectors from `start` on. Says nothing of any one board. */
export interface BurnedImage {
  readonly start: number;
  readonly sectors: readonly number[];
}

/** Images burned lately. A board that holds one of them is recognised by a few CRCs instead of a search. */
export interface BurnedImages {
  recent(): readonly BurnedImage[];
  add(image: BurnedImage): void;
}

/** What every operation of the loader begins with. */
export interface LoaderRequest {
  readonly chip: ChipChoice;
  /** `max`: what this adapter could do last time, else the fastest there is, stepping down by itself. */
  readonly baudRate: number | 'max';
  readonly rates?: RateMemory;
  /** How long to wait for the board to answer. @default 60000 */
  readonly captureMs?: number;
  /** `stay`: leave the loader running at 115200, so that the next operation needs no reset. @default 'reboot' */
  readonly after?: 'reboot' | 'stay';
}

export interface ProgramRequest extends LoaderRequest {
  /**
   * Called once the board is known and before anything is erased. Decides what goes where; whatever it throws
   * ends the run with the flash untouched.
   */
  readonly place: (board: IdentifiedBoard) => Promise<Placement>;
  /** Compare by CRC first and write only the sectors that differ. @default false */
  readonly smart?: boolean;
  /** Images burned before: they spare `smart` its search, and this one is added. */
  readonly burned?: BurnedImages;
  /** Why calibration and MAC may be written over. Never lifts the guard of class T's bootloader. */
  readonly override?: string;
  /** Class N: protect the flash again afterwards, as stock applications do. @default true */
  readonly protect?: boolean;
}

export interface RangeRequest extends LoaderRequest {
  /** Absolute flash offset, 4 KiB aligned. */
  readonly start: number;
  /** Bytes; null: up to the end of the flash. */
  readonly length: number | null;
}

export interface EraseRequest extends RangeRequest {
  /** Why calibration and MAC may be erased. */
  readonly override?: string;
  /** Called once the board is known and the range is allowed, before anything is erased. What it throws ends the run. */
  readonly before?: (board: IdentifiedBoard) => Promise<void>;
}

/** Where a read goes, sector by sector. */
export interface ReadSink {
  /** What an earlier, broken read left; only what the chip confirms by CRC is kept. @default nothing */
  readonly partial?: Uint8Array;
  /** One sector, or the rest of it at the end; `offset` from the start of the range. */
  put(offset: number, bytes: Uint8Array): Promise<void>;
}

export interface ReadRequest extends RangeRequest {
  readonly sink: ReadSink;
}

export interface PatchRequest extends LoaderRequest {
  /**
   * Called once the board is known and before anything is erased. Decides which sectors are replaced, in order, each placement
   * proved before the next is begun; an image of 0xFF only erases. None: the board is left as it is. Whatever it throws
   * ends the run with the flash untouched.
   */
  readonly decide: (board: IdentifiedBoard) => Promise<readonly Placement[]>;
}

/** What was replaced, in order. */
export interface PatchReport extends LoaderReport {
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

export interface VerifyRequest extends LoaderRequest {
  readonly place: ProgramRequest['place'];
}

export interface ChipEraseRequest extends LoaderRequest {
  /** Why calibration, MAC and license may go. */
  readonly override: string;
}

export interface StatusRequest extends LoaderRequest {
  /** Written before reading: SPI command (01, 31 or 11) and its bytes. */
  readonly write?: {
    readonly command: number;
    readonly values: readonly number[];
    readonly override: string;
  };
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
  /** Sees the raw bytes of both directions. */
  readonly tap?: LinkTap;
}

/** A board and the rate it was worked at. */
export interface LoaderReport {
  readonly facts: BoardFacts;
  readonly baudRate: number;
}

export interface RangeReport extends LoaderReport {
  readonly start: number;
  /** Length written, erased, read or compared, in whole sectors where it was written. */
  readonly bytes: number;
  /** CRC of the range as the chip computed it, wire form (protocol §6). */
  readonly crc: number;
}

export interface ProgramReport extends RangeReport {
  /** Bytes that were really written; less than `bytes` only where `smart` found the rest in place. */
  readonly written: number;
}

export interface StatusReport extends LoaderReport {
  /** SPI read command and value. */
  readonly registers: readonly { readonly command: number; readonly value: number }[];
  readonly protected: boolean;
}

/** What kind of key the eFuse holds (protocol §11). `four-identical`: as on BK7238 and BK7252N. */
export type EfuseKeyKind = 'tuya' | 'zero' | 'four-identical' | 'other';

export interface EfuseReport extends LoaderReport {
  /** 16 bytes. */
  readonly key: Uint8Array;
  readonly kind: EfuseKeyKind;
}

export interface DetectReport extends LoaderReport {
  /** Name of the flash part, where the table has it. */
  readonly part: string | null;
  /** Class N: whether protection bits are set, and the status registers as one number. */
  readonly protection: { readonly status: number; readonly on: boolean } | null;
  /** Zlib form of the CRC by which bootloaders are known (protocol §10.3), and the name that has it. */
  readonly bootloader: { readonly crc: number; readonly name: string | null };
  /** Class N: kind of the key, and whether the bootloader in flash looks as if scrambled with it; null where nobody can say. */
  readonly key: { readonly kind: EfuseKeyKind; readonly fits: boolean | null } | null;
  /** The MAC beside the RF calibration, 12 lower-case hex digits. */
  readonly mac: string | null;
}
