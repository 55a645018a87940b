import { z } from 'zod';

import { BAUD_RATES } from '../domain/chip.js';
import { REMEDIES } from '../errors/remedies.js';
import { CodedErrorShape } from './errors.js';
import { StationPolicies } from './policies.js';
import { ModeShape, RunRecord, StageShape } from './records.js';
import { TokenInfo } from './tokens.js';

export const MAX_SIDE = 4;

/** Multi Selection: rows x columns of slots, 1*1 to 4*4. */
export const Layout = z.object({
  rows: z.number().int().min(1).max(MAX_SIDE),
  columns: z.number().int().min(1).max(MAX_SIDE),
});
export type Layout = z.infer<typeof Layout>;

/** What an operator is asked; `same-board`: is the board that passed a moment ago to be worked on again? */
export const Question = z.object({ id: z.literal('same-board'), mac: z.string() });
export type Question = z.infer<typeof Question>;

const BaudRateShape = z.union(BAUD_RATES.map((rate) => z.literal(rate)));

/** Where a slot is. `waiting`: the operator must reset the board; everything else needs no hand. Times: epoch ms. */
export const SlotPhase = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('idle') }),
  z.object({
    phase: z.literal('waiting'),
    /** What we wait in: capture (loader) or enter (production test). */
    stage: StageShape,
    deadlineAt: z.number(),
    /** What came over the line so far, so that the view can name a likely cause. */
    seen: z.enum(['nothing', 'echo', 'boot-log', 'heartbeat', 'garbage']),
  }),
  z.object({ phase: z.literal('working'), stage: StageShape, done: z.number(), total: z.number() }),
  /** The operator must answer; nothing was done to the board yet. */
  z.object({ phase: z.literal('asking'), stage: StageShape, question: Question }),
  z.object({ phase: z.literal('cancelling') }),
  z.object({ phase: z.literal('succeeded'), record: RunRecord }),
  z.object({ phase: z.literal('failed'), error: CodedErrorShape, record: RunRecord.nullable() }),
  z.object({ phase: z.literal('cancelled'), record: RunRecord.nullable() }),
]);
export type SlotPhase = z.infer<typeof SlotPhase>;

export const StageView = z.object({
  id: StageShape,
  status: z.enum(['pending', 'active', 'done', 'skipped', 'failed']),
  /** Seconds so far, or in all. */
  seconds: z.number(),
});
export type StageView = z.infer<typeof StageView>;

/** What is known of the board in a slot, filled in as the run learns it. */
export const BoardView = z.object({
  chip: z.string().nullable(),
  flashId: z.string().nullable(),
  flashBytes: z.number().nullable(),
  mac: z.string().nullable(),
  uuid: z.string().nullable(),
  baudRate: z.number().nullable(),
  /** Address being worked on, and speed in bytes a second; null while not programming. */
  address: z.number().nullable(),
  speed: z.number().nullable(),
});
export type BoardView = z.infer<typeof BoardView>;

export const SlotView = z.object({
  /** 1-based. */
  slot: z.number().int(),
  port: z.string().nullable(),
  baudRate: BaudRateShape,
  /** Serial number of the board that is in it or comes next; null where none was read. */
  sn: z.string().nullable(),
  /** Counts the boards this slot has taken up since the start of the program. */
  boardNumber: z.number().int(),
  /** Epoch ms, null before the first run. */
  startedAt: z.number().nullable(),
  state: SlotPhase,
  stages: z.array(StageView),
  board: BoardView,
  /** What it works as, where a remedy made it do something else than the station; null: as the station. */
  mode: ModeShape.nullable(),
});
export type SlotView = z.infer<typeof SlotView>;

export const LogLine = z.object({
  /** Epoch ms. */
  at: z.number(),
  slot: z.number().int(),
  level: z.enum(['info', 'warning', 'error']),
  /** Key of words.log and what it interpolates. */
  key: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type LogLine = z.infer<typeof LogLine>;

export const Counters = z.object({
  pass: z.number().int(),
  fail: z.number().int(),
  /** Mean seconds of the boards that passed, null before the first. */
  meanSeconds: z.number().nullable(),
  /** The latest boards, oldest first, at most 48. */
  recent: z.array(
    z.object({
      runId: z.string(),
      outcome: z.enum(['succeeded', 'failed', 'cancelled', 'interrupted']),
      mac: z.string().nullable(),
      at: z.string(),
      seconds: z.number(),
    }),
  ),
});
export type Counters = z.infer<typeof Counters>;

/** The work order a station works on, and as which station of its craft line (authorization §4.1). */
export const StationOrder = z.object({
  code: z.string(),
  /** Name of the craft line. */
  line: z.string(),
  /** Code of this station. */
  station: z.string(),
  stations: z.array(z.object({ code: z.string(), name: z.string() })),
  quantity: z.number().int(),
  /** Boards that passed here. */
  passed: z.number().int(),
  /** Closed meanwhile: it takes no more boards. */
  closed: z.boolean(),
  /** Every board has to say its serial number, which is tied to its MAC. */
  serials: z.boolean(),
});
export type StationOrder = z.infer<typeof StationOrder>;

/** The whole station: a renderer can be rebuilt from this and the events after `seq`. */
export const StationSnapshot = z.object({
  seq: z.number().int(),
  layout: Layout,
  mode: ModeShape,
  policies: StationPolicies,
  token: TokenInfo.nullable(),
  /** Null: by token alone. */
  order: StationOrder.nullable(),
  slots: z.array(SlotView),
  counters: Counters,
  log: z.array(LogLine),
});
export type StationSnapshot = z.infer<typeof StationSnapshot>;

/** One stream, numbered without gaps; at most 20 slot events a second and slot. */
export const StationEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('slot'), seq: z.number().int(), slot: SlotView }),
  z.object({ type: z.literal('log'), seq: z.number().int(), lines: z.array(LogLine) }),
  z.object({
    type: z.literal('station'),
    seq: z.number().int(),
    layout: Layout,
    mode: ModeShape,
    policies: StationPolicies,
    token: TokenInfo.nullable(),
    order: StationOrder.nullable(),
    counters: Counters,
    slots: z.array(SlotView),
  }),
]);
export type StationEvent = z.infer<typeof StationEvent>;

export const SlotSelection = z.union([
  z.literal('all'),
  z
    .array(
      z
        .number()
        .int()
        .min(1)
        .max(MAX_SIDE * MAX_SIDE),
    )
    .min(1)
    .max(16),
]);
export type SlotSelection = z.infer<typeof SlotSelection>;
export const SlotSettings = z.object({
  slot: z
    .number()
    .int()
    .min(1)
    .max(MAX_SIDE * MAX_SIDE),
  port: z.string().min(1).max(512).nullable().optional(),
  baudRate: BaudRateShape.optional(),
  /** As it was scanned; the station says whether it is one. */
  sn: z.string().max(1000).nullable().optional(),
});
export type SlotSettings = z.infer<typeof SlotSettings>;
const SlotNumber = z
  .number()
  .int()
  .min(1)
  .max(MAX_SIDE * MAX_SIDE);
export const SlotAnswer = z.object({ slot: SlotNumber, yes: z.boolean() });
/** `slot`: null and a `token` for what concerns the token alone. */
export const SlotRemedy = z.object({
  slot: SlotNumber.nullable(),
  action: z.enum(REMEDIES),
  token: z.string().max(200).optional(),
});
export type SlotRemedy = z.infer<typeof SlotRemedy>;
