import { z } from 'zod';

import { LICENSE_KINDS } from '../../domain/license.js';
import { CodedErrorShape } from '../errors.js';
import { Empty, PAGE, pageOf, ReasonText, UuidText } from './fields.js';
import type { PmsOperation } from './operation.js';

/**
 * Where a license stands for people: `stock` in the pool, `held` kept back by hand, `delivered` in a list; the others
 * are the states of a license with a token.
 */
export const STANDINGS = [
  'stock',
  'held',
  'delivered',
  'free',
  'reserved',
  'written',
  'validated',
  'quarantined',
] as const;
export const StandingShape = z.enum(STANDINGS);
export type Standing = z.infer<typeof StandingShape>;

export const LedgerRow = z.object({
  uuid: z.string(),
  authkey: z.string().describe('masked'),
  licenseKind: z.enum(LICENSE_KINDS),
  development: z.boolean(),
  standing: StandingShape,
  /** Some board may have seen it. */
  exposed: z.boolean(),
  mac: z.string().nullable(),
  /** Serial number of the board, where a work order tied one to its MAC. */
  sn: z.string().nullable(),
  token: z.string().describe('masked').nullable(),
  orderCode: z.string().nullable(),
  /** The station it is set aside for, as long as it is on no board for certain. */
  leasedTo: z.string().nullable(),
  runId: z.string().nullable(),
  /** Of its last event. */
  at: z.string(),
  by: z.string(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

/** One line of a license's life. */
export const LedgerEvent = z.object({
  at: z.string(),
  by: z.string(),
  /** Key of words.desk.steps. */
  step: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  exposed: z.boolean(),
  mac: z.string().nullable(),
  runId: z.string().nullable(),
  /** Port of that run. */
  port: z.string().nullable(),
  reason: z.string().nullable(),
});
export type LedgerEvent = z.infer<typeof LedgerEvent>;

const ByHand = z.strictObject({ uuid: UuidText, reason: ReasonText });

/** Most licenses that one request may move; a page asks as often as it needs. */
export const MOST_BY_HAND = 500;
const ManyByHand = z.strictObject({ uuids: z.array(UuidText).min(1).max(MOST_BY_HAND), reason: ReasonText });
/** What became of each, in the order asked; `error` null: done. What was refused is as it was. */
const Outcomes = z.object({
  items: z.array(z.object({ uuid: z.string(), error: CodedErrorShape.nullable() })),
});

/** What does not add up. `subject` is a uuid, a masked token or a run; `problem` a key of words.desk.faults. */
export const Fault = z.object({ problem: z.string(), subject: z.string() });

export const Reconcile = z.object({
  at: z.string(),
  licenses: z.number().int(),
  /** Licenses by standing. */
  standings: z.record(z.string(), z.number().int()),
  events: z.number().int(),
  /** The first 500. */
  faults: z.array(Fault),
  faultCount: z.number().int(),
});
export type Reconcile = z.infer<typeof Reconcile>;

export const LEDGER_OPERATIONS = {
  /** `text`: the beginning of a uuid, MAC, serial number or order code, or a whole token; none finds all. Newest first. */
  'ledger.search': {
    request: z.strictObject({
      ...PAGE,
      text: z.string().trim().max(100).optional(),
      standing: StandingShape.optional(),
    }),
    reply: pageOf(LedgerRow),
    role: 'operator',
    http: { method: 'GET', path: '/v1/ledger' },
    idempotent: true,
  },
  /** Oldest first. @throws DESK_UNKNOWN */
  'ledger.history': {
    request: z.strictObject({ uuid: UuidText }),
    reply: z.object({ license: LedgerRow, events: z.array(LedgerEvent) }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/ledger/{uuid}' },
    idempotent: true,
  },
  /** Sets free what is certain to have been on no board. @throws LICENSE_SEEN, LICENSE_STATE, LICENSE_IN_HAND */
  'ledger.release': {
    request: ByHand,
    reply: LedgerRow,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/licenses/{uuid}:release' },
  },
  /** Keeps a license from being given out; one that a board may have waits for that board. @throws LICENSE_STATE, LICENSE_IN_HAND */
  'ledger.quarantine': {
    request: ByHand,
    reply: LedgerRow,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/licenses/{uuid}:quarantine' },
  },
  /**
   * The same for many at once. Where one is refused the others still go; an error of the whole means that none of them
   * was moved.
   */
  'ledger.releaseMany': {
    request: ManyByHand,
    reply: Outcomes,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/licenses:release' },
  },
  'ledger.quarantineMany': {
    request: ManyByHand,
    reply: Outcomes,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/licenses:quarantine' },
  },
  /** Goes through the whole ledger: every license against its history, every order and run against its licenses. */
  'ledger.reconcile': {
    request: Empty,
    reply: Reconcile,
    role: 'engineer',
    http: { method: 'GET', path: '/v1/ledger:reconcile' },
    idempotent: true,
  },
} as const satisfies Record<string, PmsOperation>;
