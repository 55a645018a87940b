import { z } from 'zod';

import { CodedErrorShape } from './errors.js';
import { ModeShape, OutcomeShape, RunRecord } from './records.js';

/** A day in local time, `2026-11-25`. */
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** One run in the table of a day: what a person looks for. The whole story is asked for by its id. */
export const RecordRow = z.object({
  runId: z.string(),
  /** ISO date. */
  startedAt: z.string(),
  mode: ModeShape,
  outcome: OutcomeShape,
  seconds: z.number(),
  mac: z.string().nullable(),
  uuid: z.string().nullable(),
  port: z.string(),
  chip: z.string().nullable(),
  /** Identifier and version of what was burned or authorized. */
  firmware: z.string().nullable(),
  workOrder: RunRecord.shape.workOrder.unwrap(),
  sn: RunRecord.shape.sn.unwrap(),
  /** Why it failed. */
  error: CodedErrorShape.nullable(),
});
export type RecordRow = z.infer<typeof RecordRow>;

/** One day in short. `meanSeconds`: of the boards that passed, null where none did. */
export const DayCount = z.object({
  day: Day,
  pass: z.number().int(),
  fail: z.number().int(),
  meanSeconds: z.number().nullable(),
});
export type DayCount = z.infer<typeof DayCount>;

export const RecordsDay = z.object({
  day: Day,
  /** Oldest first. */
  rows: z.array(RecordRow),
  /** There are more than could be sent; these are the latest. */
  truncated: z.boolean(),
  /** Fourteen days up to this one, oldest first. */
  days: z.array(DayCount),
});
export type RecordsDay = z.infer<typeof RecordsDay>;

/** Calls of the Records view. */
export const RECORDS_CALLS = {
  /** A day's runs; null: today. */
  'records.day': { request: z.object({ day: Day.nullable() }).strict(), reply: RecordsDay },
  /** The whole record of one run; null where there is none (any more). */
  'records.run': {
    request: z.object({ runId: z.string().max(100) }).strict(),
    reply: RunRecord.nullable(),
  },
  /** Asks where to, and writes the runs of these days, both included. @returns the file, null where nobody chose one */
  'records.export': {
    request: z.object({ from: Day, to: Day }).strict(),
    reply: z.object({ path: z.string(), runs: z.number().int() }).nullable(),
  },
} as const satisfies Record<string, { request: z.ZodType; reply: z.ZodType }>;

/** Events of the Records view. */
export const RECORDS_EVENTS = {} as const satisfies Record<string, z.ZodType>;
