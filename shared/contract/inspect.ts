import { z } from 'zod';

import { BAUD_RATES, CHIP_NAMES } from '../domain/chip.js';
import { REPAIR_REASONS, REPAIRS, UNLOCK_WAYS } from '../domain/repair.js';
import { CodedErrorShape } from './errors.js';
import { StageShape } from './records.js';

type Call = { request: z.ZodType; reply: z.ZodType };

/** Absolute flash offsets; `end` is one past the last byte. */
const FlashRange = z.object({ start: z.number().int(), end: z.number().int() });
export type FlashRange = z.infer<typeof FlashRange>;

/** What a repair would do to this very board, before anybody is asked. */
export const RepairPlan = z.object({
  repair: z.enum(REPAIRS),
  /** Null for a wipe. */
  way: z.enum(UNLOCK_WAYS).nullable(),
  possible: z.boolean(),
  /** Why not. */
  reason: z.enum(REPAIR_REASONS).nullable(),
  /** Erased, whole sectors, exactly these. */
  erase: z.array(FlashRange),
  /** Written after that by the loader; the production test writes more. */
  write: z.array(FlashRange),
  /** `kept`: by the application itself. `rewritten`: the same one, by Kiln. `none`: there is none. */
  license: z.enum(['kept', 'rewritten', 'lost', 'none']),
  /** `uncertain`: comes back in part; expect to pair again. */
  pairing: z.enum(['kept', 'uncertain', 'lost', 'none']),
  /** Keys of the storage that will be gone. */
  lost: z.array(z.string()),
  /** What Kiln writes back besides the license. */
  carried: z.array(z.enum(['fac-pin', 'country', 'user-parameters'])),
  /** The board must be reset or powered once more for its production test. */
  productionTest: z.boolean(),
  /** `observed`: seen on running stock firmware. `inferred`: not yet. */
  evidence: z.enum(['observed', 'inferred']),
});
export type RepairPlan = z.infer<typeof RepairPlan>;

const SectorHealth = z.enum(['sound', 'stale', 'torn', 'empty', 'unread']);
const CopyHealth = z.enum(['sound', 'damaged', 'none', 'empty', 'unread']);

/** `sound`: nothing wrong. `worn`: readable, with damaged sectors or entries. `restorable`: gone, a protected copy decodes. `none`: no storage. */
export const StorageVerdict = z.enum(['sound', 'worn', 'restorable', 'none']);

/** What a board or a dump is. Secrets are masked; Wi-Fi passwords are never in it. */
export const InspectReport = z.object({
  chip: z.string().nullable(),
  /** As on the part, e.g. `EB 60 15`; null on class T and for files. */
  flashId: z.string().nullable(),
  flashBytes: z.number().int().nullable(),
  bootloader: z
    .object({ name: z.string().nullable(), version: z.string().nullable(), crc: z.string().nullable() })
    .nullable(),
  /** 12 lower-case hex digits. */
  mac: z.string().nullable(),
  firmware: z.object({
    /** From the running application, where it answered. */
    name: z.string().nullable(),
    /** From the running application, else from its header in flash, else as noted in the storage. */
    version: z.string().nullable(),
    source: z.enum(['running', 'image', 'storage']).nullable(),
  }),
  /** Absolute offset; null where there is none. */
  keySector: z.number().int().nullable(),
  /** First word of its data sectors. */
  format: z.enum(['0x98761234', '0x135726AB']).nullable(),
  /** Sectors that count and sectors to swap with. */
  geometry: z.object({ blocks: z.number().int(), swap: z.number().int() }).nullable(),
  storage: StorageVerdict,
  authorized: z.boolean(),
  uuid: z.string().nullable(),
  /** Masked unless revealed. */
  authkey: z.string().nullable(),
  pskKey: z.string().nullable(),
  facPin: z.string().nullable(),
  country: z.string().nullable(),
  /** Where what the application will work with stands. */
  source: z.enum(['kv', 'protected', 'mirror']).nullable(),
  provisioned: z.boolean().nullable(),
  ncTp: z.number().nullable(),
  deviceId: z.string().nullable(),
  pid: z.string().nullable(),
  firmwareKey: z.string().nullable(),
  env: z.string().nullable(),
  /** Null: unreadable. */
  productionTestClosed: z.boolean().nullable(),
  entries: z.array(
    z.object({
      key: z.string(),
      length: z.number().int(),
      block: z.number().int(),
      counter: z.number().int(),
      /** Redacted; null where nobody can say what it holds. */
      text: z.string().nullable(),
    }),
  ),
  damaged: z.array(
    z.object({
      key: z.string().nullable(),
      block: z.number().int(),
      page: z.number().int(),
      problem: z.enum(['index', 'parts', 'sum', 'duplicate']),
    }),
  ),
  sectors: z.array(
    z.object({
      address: z.number().int(),
      health: SectorHealth,
      block: z.number().int().nullable(),
      counter: z.number().int().nullable(),
    }),
  ),
  copies: z.array(
    z.object({
      address: z.number().int(),
      health: CopyHealth,
      writeCounter: z.number().int().nullable(),
      /** Of the license in it. */
      uuid: z.string().nullable(),
      keys: z.array(z.string()),
    }),
  ),
  repairs: z.array(RepairPlan),
  /** Names what was read: a repair refuses a board that reads otherwise. */
  digest: z.string(),
});
export type InspectReport = z.infer<typeof InspectReport>;

/** What came of a repair. */
export const RepairOutcome = z.object({
  repair: z.enum(REPAIRS),
  way: z.enum(UNLOCK_WAYS).nullable(),
  mac: z.string().nullable(),
  license: RepairPlan.shape.license,
  uuid: z.string().nullable(),
  /** File of the sealed backup; null where nothing was written. */
  backup: z.string().nullable(),
  /** Whether the production test was entered and the license proved there. */
  proved: z.boolean(),
});
export type RepairOutcome = z.infer<typeof RepairOutcome>;

/** How the work on a board goes; at most 20 progress events a second. */
export const InspectEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stage'),
    stage: StageShape.or(z.enum(['compare', 'read', 'protect', 'backup'])),
  }),
  /** The board must be reset now; `deadlineAt`: epoch ms. */
  z.object({
    type: z.literal('waiting'),
    stage: z.enum(['capture', 'enter']),
    deadlineAt: z.number(),
    seen: z.enum(['nothing', 'echo', 'boot-log', 'heartbeat', 'garbage']),
  }),
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number(), address: z.number() }),
  z.object({
    type: z.literal('note'),
    level: z.enum(['info', 'warning']),
    key: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  z.object({ type: z.literal('done') }),
  z.object({ type: z.literal('failed'), error: CodedErrorShape }),
]);
export type InspectEvent = z.infer<typeof InspectEvent>;

const Target = {
  port: z.string().min(1).max(512),
  chip: z.enum(['auto', ...CHIP_NAMES] as ['auto', ...typeof CHIP_NAMES]).default('auto'),
  baudRate: z.union([z.literal('max'), ...BAUD_RATES.map((rate) => z.literal(rate))]).default('max'),
};

/** Calls of the Inspect view. One board at a time. */
export const INSPECT_CALLS = {
  /**
   * Reads a board through its loader and lets it run again unchanged.
   * @throws INSPECT_BUSY, BUS_NOT_CAPTURED and the loader's errors, CANCELLED
   */
  'inspect.read': {
    request: z.object({ ...Target, reveal: z.boolean().default(false) }).strict(),
    reply: InspectReport,
  },
  /** The plan of one repair, made anew for the board that was read last. @throws PLAN_STALE where none was */
  'inspect.plan': {
    request: z.object({ repair: z.enum(REPAIRS), way: z.enum(UNLOCK_WAYS).optional() }).strict(),
    reply: RepairPlan,
  },
  /** Does what was shown, and refuses a board that reads otherwise. `digest`: of the report the plan was made from. */
  'inspect.repair': {
    request: z
      .object({
        ...Target,
        repair: z.enum(REPAIRS),
        way: z.enum(UNLOCK_WAYS).optional(),
        digest: z.string().length(64),
      })
      .strict(),
    reply: RepairOutcome,
  },
  /** The secrets of the board that was read last, whole, for as long as a person holds the button. @throws PLAN_STALE where none was */
  'inspect.reveal': {
    request: z.undefined(),
    reply: InspectReport.pick({ authkey: true, pskKey: true, facPin: true }),
  },
  /** Saves the board's storage, sealed; nothing is changed. @throws as read, BACKUP_FAILED */
  'inspect.backup': {
    request: z.object(Target).strict(),
    reply: z.object({ path: z.string() }),
  },
  /** Writes the license of the station's token to the board on this port and proves it: the station's Authorization Only. @throws TOKEN_MISSING, and what that run failed with */
  'inspect.authorize': {
    request: z.object(Target).strict(),
    reply: z.object({ uuid: z.string() }),
  },
  'inspect.cancel': { request: z.undefined(), reply: z.undefined() },
} as const satisfies Record<string, Call>;

/** Events of the Inspect view. */
export const INSPECT_EVENTS = {
  'inspect.event': InspectEvent,
} as const satisfies Record<string, z.ZodType>;
