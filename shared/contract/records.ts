import { z } from 'zod';

import { AUTHORIZE_STAGES, LOADER_STAGES, RUN_MODES } from '../domain/stage.js';
import { CodedErrorShape } from './errors.js';

export const StageShape = z.enum([...LOADER_STAGES, ...AUTHORIZE_STAGES]);
export const ModeShape = z.enum(RUN_MODES);

/** How a run ended; `interrupted`: the program died under it and found it at the next start. */
export const OutcomeShape = z.enum(['succeeded', 'failed', 'cancelled', 'interrupted']);

/** The record of one run: everything that is known of the board, and no secret. Lengths in bytes, times in seconds. */
export const RunRecord = z.object({
  runId: z.string(),
  mode: ModeShape,
  outcome: OutcomeShape,
  startedAt: z.string(),
  seconds: z.number(),
  port: z.string(),
  /** Masked: the first two groups; null for a run that needs none. */
  token: z.string().nullable(),
  chip: z.string().nullable(),
  bootVersion: z.string().nullable(),
  /** MID in bus order, e.g. `EB 60 15`; class T has no command for it. */
  flashId: z.string().nullable(),
  flashBytes: z.number().nullable(),
  baudRate: z.number().nullable(),
  mac: z.string().nullable(),
  /** What the token stands for; null where the run had no token. `file`: null for an authorization-only token. */
  firmware: z
    .object({
      identifier: z.string(),
      version: z.string(),
      file: z.object({ kind: z.string(), bytes: z.number(), sha256: z.string() }).nullable(),
    })
    .nullable(),
  /** Where the firmware went and its CRC as read from the chip, wire form, 8 hex digits (protocol §6). */
  written: z.object({ start: z.number(), bytes: z.number(), crc: z.string() }).nullable(),
  /** What the running firmware said of itself (authorization §1.3, 06). */
  fingerprint: z.object({ name: z.string(), version: z.string() }).nullable(),
  license: z
    .object({
      uuid: z.string(),
      authkey: z.string().describe('masked'),
      /** The board kept the license that this token gave it before. */
      reused: z.boolean(),
    })
    .nullable(),
  country: z.string().nullable(),
  rssi: z.number().nullable(),
  stages: z.array(z.object({ id: StageShape, seconds: z.number() })),
  error: CodedErrorShape.nullable(),
});
export type RunRecord = z.infer<typeof RunRecord>;
export type Outcome = z.infer<typeof OutcomeShape>;
