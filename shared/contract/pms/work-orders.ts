import { z } from 'zod';

import {
  Empty,
  KeyText,
  MacText,
  NameText,
  PAGE,
  pageOf,
  RunIdText,
  SerialText,
  TokenText,
} from './fields.js';
import type { PmsOperation } from './operation.js';

/** A station code: capital letters, digits, `-`. */
const StationCode = z.string().regex(/^[0-9A-Z-]{1,32}$/);

export const CraftLine = z.object({
  id: z.string(),
  name: z.string(),
  /** In the order boards pass them. */
  stations: z.array(z.object({ code: z.string(), name: z.string() })),
});
export type CraftLine = z.infer<typeof CraftLine>;

export const WorkOrder = z.object({
  code: z.string(),
  token: z.string().describe('masked').nullable(),
  craftLine: CraftLine,
  quantity: z.number().int(),
  closed: z.boolean(),
  createdAt: z.string(),
  /** Boards that are known to it, passed or not: at most `quantity`. */
  begun: z.number().int(),
  /** Boards that passed, by station code. */
  passed: z.record(z.string(), z.number().int()),
});
export type WorkOrder = z.infer<typeof WorkOrder>;

/** A unit on the line: by its MAC, its serial number, or both (which ties them together). */
const UNIT = { mac: MacText.optional(), sn: SerialText.optional() } as const;
const Place = z.strictObject({ code: KeyText, station: StationCode });

export const WORK_ORDER_OPERATIONS = {
  'craftLine.create': {
    request: z.strictObject({
      name: NameText,
      stations: z
        .array(z.strictObject({ code: StationCode, name: NameText }))
        .min(1)
        .max(32),
    }),
    reply: CraftLine,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/craft-lines' },
  },
  'craftLine.list': {
    request: Empty,
    reply: z.object({ items: z.array(CraftLine) }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/craft-lines' },
    idempotent: true,
  },
  'workOrder.create': {
    request: z.strictObject({
      craftLineId: KeyText,
      token: TokenText.nullable().default(null),
      quantity: z.number().int().min(1).max(1_000_000),
    }),
    reply: WorkOrder,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/work-orders' },
  },
  'workOrder.list': {
    request: z.strictObject({ ...PAGE }),
    reply: pageOf(WorkOrder),
    role: 'operator',
    http: { method: 'GET', path: '/v1/work-orders' },
    idempotent: true,
  },
  'workOrder.get': {
    request: z.strictObject({ code: KeyText }),
    reply: WorkOrder,
    role: 'operator',
    http: { method: 'GET', path: '/v1/work-orders/{code}' },
    idempotent: true,
  },
  /** The token a station of this order runs with, in full. @throws WORK_ORDER_CLOSED, ORDER_NO_TOKEN */
  'workOrder.token': {
    request: z.strictObject({ code: KeyText }),
    reply: z.object({ token: z.string() }),
    role: 'operator',
    http: { method: 'POST', path: '/v1/work-orders/{code}/token' },
    idempotent: true,
  },
  /**
   * Whether a unit may be worked on here: it passed every station before this one.
   * @throws STATION_SKIPPED {station, missing, name}, WORK_ORDER_CLOSED, WORK_ORDER_FULL, UNIT_MISMATCH, DESK_UNKNOWN
   */
  'workOrder.check': {
    request: Place.extend(UNIT),
    reply: z.object({ passedHere: z.boolean() }),
    role: 'operator',
    http: { method: 'POST', path: '/v1/work-orders/{code}/stations/{station}:check' },
    idempotent: true,
  },
  /** Notes that a unit passed or failed here; a pass is checked as above. The same `runId` again is the same note, also where the order was closed meanwhile. */
  'workOrder.commit': {
    request: Place.extend({ ...UNIT, passed: z.boolean(), runId: RunIdText }),
    reply: z.object({ passed: z.number().int() }),
    role: 'operator',
    http: { method: 'POST', path: '/v1/work-orders/{code}/stations/{station}:commit' },
    idempotent: true,
  },
  /** Takes back what a unit passed here and after: it has to be done again. */
  'workOrder.reset': {
    request: Place.extend({ ...UNIT, runId: RunIdText }),
    reply: z.object({ passed: z.number().int() }),
    role: 'engineer',
    http: { method: 'POST', path: '/v1/work-orders/{code}/stations/{station}:reset' },
    idempotent: true,
  },
  'workOrder.close': {
    request: z.strictObject({ code: KeyText }),
    reply: WorkOrder,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/work-orders/{code}:close' },
    idempotent: true,
  },
} as const satisfies Record<string, PmsOperation>;
