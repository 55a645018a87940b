import { z } from 'zod';

import { BAUD_RATES, CHIP_NAMES } from '../domain/chip.js';
import { WRITER_ACTIONS, WRITER_STAGES } from '../domain/writer.js';
import { CodedErrorShape } from './errors.js';

type Call = { request: z.ZodType; reply: z.ZodType };

const nothing = z.undefined();
const offset = z.number().int().min(0).max(0xffffffff);

/** A range of the flash: absolute offset and bytes, as they stand in Start Address and Operate Length. */
export const FlashRange = z.object({ start: offset, length: offset });
export type FlashRange = z.infer<typeof FlashRange>;

const ChipShape = z.enum(['auto', ...CHIP_NAMES]);
const BaudShape = z.union([z.literal('max'), ...BAUD_RATES.map((rate) => z.literal(rate))]);

export const WriterSettings = z.object({
  chip: ChipShape,
  port: z.string().min(1).max(512).nullable(),
  /** `max`: the fastest that works with this adapter. */
  baudRate: BaudShape,
  range: FlashRange,
  /** `file`: the range is where the file belongs, and follows it; `typed`: somebody said so. */
  rangeFrom: z.enum(['file', 'typed']),
  /** Write only the sectors that differ. */
  smart: z.boolean(),
  /** Save the whole flash before the first write to a board. */
  backup: z.boolean(),
});
export type WriterSettings = z.infer<typeof WriterSettings>;

/** A change of settings; one end of a range may come alone. A range counts as typed, `file` puts it back to where the file belongs. */
export const WriterChange = WriterSettings.omit({ rangeFrom: true })
  .extend({ range: z.union([FlashRange.partial().strict(), z.literal('file')]) })
  .partial()
  .strict();
export type WriterChange = z.infer<typeof WriterChange>;

/** A file as its card shows it. The page never learns more of the disk than this, and never names a path. */
export const WriterFile = z.object({
  name: z.string(),
  folder: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  /** Null: content that Kiln does not know. */
  kind: z.enum(['QIO', 'UA', 'UG', 'RBL', 'DUMP']).nullable(),
  /** Class of chip its bootloader was made for, where it has one that Kiln knows. */
  protocolClass: z.enum(['T', 'N']).nullable(),
  version: z.string().nullable(),
  warnings: z.array(
    z.enum(['name-disagrees', 'unknown-head', 'not-encrypted', 'block-crc', 'no-rbl-header']),
  ),
  /** Where it belongs on the chip in question; null where only a person can say. */
  place: FlashRange.nullable(),
  /** Why it may not be written. */
  refusal: CodedErrorShape.nullable(),
});
export type WriterFile = z.infer<typeof WriterFile>;

/** A file opened before. `id` stands for its path, which the core keeps. */
export const RecentFile = z.object({ id: z.string(), name: z.string(), folder: z.string() });
export type RecentFile = z.infer<typeof RecentFile>;

/** What is known of the board on the chosen port; the rest of it once Detect has asked. */
export const WriterBoard = z.object({
  chip: z.enum(CHIP_NAMES),
  bootVersion: z.string().nullable(),
  /** In bus order, e.g. `EB 60 15`; class T has no command for it. */
  flashId: z.string().nullable(),
  flashBytes: z.number().int(),
  baudRate: z.number().int().nullable(),
  mac: z.string().nullable(),
  more: z
    .object({
      part: z.string().nullable(),
      protection: z.boolean().nullable(),
      /** Zlib CRC by which bootloaders are known, 8 hex digits, and the name that has it. */
      bootloader: z.object({ crc: z.string(), name: z.string().nullable() }),
      key: z.object({ kind: z.string(), fits: z.boolean().nullable() }).nullable(),
    })
    .nullable(),
});
export type WriterBoard = z.infer<typeof WriterBoard>;

export const WriterStage = z.object({
  id: z.enum(WRITER_STAGES),
  status: z.enum(['pending', 'active', 'done', 'skipped', 'failed']),
  /** Seconds so far, or in all. */
  seconds: z.number(),
});
export type WriterStage = z.infer<typeof WriterStage>;

/** A copy of the flash; `kept`: there was one of this board before. */
export const Backup = z.object({ name: z.string(), folder: z.string(), kept: z.boolean() });
export type Backup = z.infer<typeof Backup>;

/** What came of a job. Bytes; seconds since the board answered. */
export const WriterResult = z.object({
  seconds: z.number(),
  range: FlashRange.nullable(),
  /** CRC of the range as the chip computed it, wire form, 8 hex digits (protocol §6). */
  crc: z.string().nullable(),
  /** Bytes really written; null where nothing is written. */
  written: z.number().int().nullable(),
  /** Name of the file that was read into. */
  savedAs: z.string().nullable(),
});
export type WriterResult = z.infer<typeof WriterResult>;

/** Times: epoch ms. */
export const WriterPhase = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('waiting'),
    deadlineAt: z.number(),
    seen: z.enum(['nothing', 'echo', 'boot-log', 'heartbeat', 'garbage']),
    bytesSeen: z.number().int(),
  }),
  z.object({
    phase: z.literal('working'),
    stage: z.enum(WRITER_STAGES),
    done: z.number(),
    total: z.number(),
  }),
  z.object({ phase: z.literal('stopping') }),
  z.object({ phase: z.literal('succeeded'), result: WriterResult }),
  z.object({ phase: z.literal('failed'), error: CodedErrorShape }),
  z.object({ phase: z.literal('cancelled') }),
]);
export type WriterPhase = z.infer<typeof WriterPhase>;

/** The job in hand, or the last one. */
export const WriterJob = z.object({
  action: z.enum(WRITER_ACTIONS),
  startedAt: z.number(),
  stages: z.array(WriterStage),
  /** Flash offset just done, and bytes a second; null while no bytes move. */
  address: z.number().nullable(),
  speed: z.number().nullable(),
  /** Sectors that differ from the file, of how many; null until compared. */
  differing: z.object({ count: z.number().int(), of: z.number().int() }).nullable(),
  backup: Backup.nullable(),
  state: WriterPhase,
});
export type WriterJob = z.infer<typeof WriterJob>;

export const WriterLine = z.object({
  /** Epoch ms. */
  at: z.number(),
  level: z.enum(['info', 'warning', 'error']),
  /** Key of words.log and what it interpolates. */
  key: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type WriterLine = z.infer<typeof WriterLine>;

/** One chunk on the line: all of a short one, the beginning of a long one. Saving has every byte. */
export const FrameLine = z.object({
  at: z.number(),
  way: z.enum(['tx', 'rx']),
  bytes: z.number().int(),
  hex: z.string(),
});
export type FrameLine = z.infer<typeof FrameLine>;

const Face = z.object({
  settings: WriterSettings,
  file: WriterFile.nullable(),
  /** The latest first. */
  recent: z.array(RecentFile),
  job: WriterJob.nullable(),
  board: WriterBoard.nullable(),
  /** Raw bytes are being kept. */
  framesOn: z.boolean(),
});

/** The whole Writer: a view can be rebuilt from this and the events after `seq`. */
export const WriterSnapshot = Face.extend({
  seq: z.number().int(),
  log: z.array(WriterLine),
  frames: z.array(FrameLine),
});
export type WriterSnapshot = z.infer<typeof WriterSnapshot>;

/** One stream, numbered without gaps; at most 20 of each type a second. */
export const WriterEvent = z.discriminatedUnion('type', [
  Face.extend({ type: z.literal('face'), seq: z.number().int() }),
  z.object({
    type: z.literal('log'),
    seq: z.number().int(),
    lines: z.array(WriterLine),
    frames: z.array(FrameLine),
  }),
]);
export type WriterEvent = z.infer<typeof WriterEvent>;

/** Why calibration and MAC may be written over, or a file of another key. Words, so that nobody overrides by habit. */
const Override = z.string().trim().min(3).max(200);

/** Calls of the Writer view. Dialogs are the shell's: their calls answer when the dialog is closed. */
export const WRITER_CALLS = {
  'writer.snapshot': { request: nothing, reply: WriterSnapshot },
  'writer.configure': { request: WriterChange, reply: nothing },
  /** Asks for a file; false where the dialog was cancelled. */
  'writer.browse': { request: nothing, reply: z.boolean() },
  /**
   * A file that was dropped on the page. Not for the page: preload alone makes this call, with the path that Electron
   * gives for the dropped file, so that no page can name a path (see `Bridge.drop`).
   */
  'writer.drop': { request: z.object({ path: z.string().min(1).max(4096) }).strict(), reply: nothing },
  'writer.recent': { request: z.object({ id: z.string().max(64) }).strict(), reply: nothing },
  'writer.run': {
    request: z
      .object({ action: z.enum(WRITER_ACTIONS).exclude(['read']), override: Override.optional() })
      .strict(),
    reply: nothing,
  },
  /** Asks where to, then reads; false where the dialog was cancelled. */
  'writer.read': { request: nothing, reply: z.boolean() },
  'writer.stop': { request: nothing, reply: nothing },
  /** Keeps the raw bytes of both directions from now on, or no more. */
  'writer.frames': { request: z.object({ on: z.boolean() }).strict(), reply: nothing },
  /** Asks where to, then writes the log, and the frames where there are some; false where cancelled. */
  'writer.saveLog': {
    request: z.object({ language: z.enum(['en', 'zh-CN']) }).strict(),
    reply: z.boolean(),
  },
} as const satisfies Record<string, Call>;

/** Events of the Writer view. */
export const WRITER_EVENTS = { 'writer.event': WriterEvent } as const satisfies Record<string, z.ZodType>;
