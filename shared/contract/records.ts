import { z } from 'zod';

import { AUTHORIZE_STAGES, LOADER_STAGES, RUN_MODES, STATION_STAGES } from '../domain/stage.js';
import { CodedErrorShape } from './errors.js';
import { POLICY_NAMES } from './policies.js';

export const StageShape = z.enum([...LOADER_STAGES, ...STATION_STAGES, ...AUTHORIZE_STAGES]);
export const ModeShape = z.enum(RUN_MODES);

/** How a run ended; `interrupted`: the program died under it and found it at the next start. */
export const OutcomeShape = z.enum(['succeeded', 'failed', 'cancelled', 'interrupted']);

/** What a step or a decision found, flat and without secrets. */
const FactsShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** One step of a run and what came of it. `skipped`: this run had no need of it; `unreached`: the run ended before. */
const StepRecord = z.object({
  id: StageShape,
  outcome: z.enum(['passed', 'failed', 'stopped', 'skipped', 'unreached']),
  seconds: z.number(),
  data: FactsShape,
});
export type StepRecord = z.infer<typeof StepRecord>;

/** What a policy decided, and about what. `choice`: a value of that policy, or the operator's answer (`yes`, `no`). */
const Decision = z.object({ policy: z.enum(POLICY_NAMES), choice: z.string(), data: FactsShape });
export type Decision = z.infer<typeof Decision>;

/** Fields that records did not have from the start; a record without them is read with these. */
const LATER = {
  /** The work order it was made in, and as which station of its line; null for a run by token alone. */
  workOrder: z.object({ code: z.string(), station: z.string() }).nullable().default(null),
  /** Serial number of the board, as it was scanned. */
  sn: z.string().nullable().default(null),
  /** A spot check: it says how a lot is, not that this board was made. */
  sample: z.boolean().default(false),
  steps: z.array(StepRecord).default([]),
  decisions: z.array(Decision).default([]),
  /** Keys of words.log and what they interpolate. */
  warnings: z
    .array(z.object({ key: z.string(), data: z.record(z.string(), z.union([z.string(), z.number()])) }))
    .default([]),
  /** What the board held before this run and does not hold any more; the authkey masked. */
  previousLicense: z.object({ uuid: z.string(), authkey: z.string() }).nullable().default(null),
  /** The two bytes of the enter reply, hex (authorization §1.4). */
  capabilities: z.string().nullable().default(null),
  /** Which access point was listened to, and the least signal that passes, dBm. */
  rssiLimit: z.object({ ssid: z.string(), min: z.number() }).nullable().default(null),
  gpio: z.enum(['passed', 'failed']).nullable().default(null),
  /** Licenses that a wipe took from the board. */
  licensesWiped: z.number().int().nullable().default(null),
};

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
  ...LATER,
});
export type RunRecord = z.infer<typeof RunRecord>;
export type Outcome = z.infer<typeof OutcomeShape>;

/** What a record holds of the later fields before anything is known. */
export const NOTHING_YET: Pick<RunRecord, keyof typeof LATER> = z.object(LATER).parse({});
