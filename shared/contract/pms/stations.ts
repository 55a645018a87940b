import { z } from 'zod';

import { LICENSE_STATES } from '../../domain/license.js';
import { ModeShape, RunRecord } from '../records.js';
import { TokenInfo } from '../tokens.js';
import { CountText, Done, IsoText, MacText, RunIdText, TokenText, UuidText } from './fields.js';
import type { PmsOperation } from './operation.js';
import { Tests } from './tokens.js';

/** One run on one board that asks for a license; see Claim in core/pms. */
export const ClaimShape = z.strictObject({ token: TokenText, mac: MacText, runId: RunIdText });
/** A station, as it names itself: the same for as long as its data folder lives. Stands in the ledger. */
export const StationText = z.string().trim().min(1).max(100);
/** The most licenses that one station may have leased of one token. */
export const MOST_LEASED = 200;

/** Secrets: to the station that writes them, and nowhere else. */
export const LicenseShape = z.object({ uuid: z.string(), authkey: z.string(), pskKey: z.string() });

/** One step of a license's way; each step asked again by the same run is the same step. */
function step<Path extends string>(path: Path) {
  return {
    request: ClaimShape,
    reply: Done,
    role: 'operator',
    http: { method: 'POST', path },
    idempotent: true,
  } as const;
}

/**
 * What a station needs while it works: core/pms/pms.ts, call by call. A station stays within its token, its board and
 * its run; every call may be sent again where no answer came.
 */
export const STATION_OPERATIONS = {
  /** May be run now by whoever asks. @throws NO_DATA_PERMISSION, TOKEN_REVOKED, TOKEN_EXPIRED, TOKEN_NOT_EFFECTIVE, POOL_EMPTY */
  'token.open': {
    request: z.strictObject({ token: TokenText }),
    reply: TokenInfo,
    role: 'operator',
    http: { method: 'POST', path: '/v1/tokens/{token}:open' },
    idempotent: true,
  },
  'token.rules': {
    request: z.strictObject({ token: TokenText }),
    reply: Tests.extend({ country: z.string().nullable(), userConfig: z.base64().nullable() }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/tokens/{token}/rules' },
    idempotent: true,
  },
  /**
   * Same token and MAC: the same license. A `station` gets one of those it has leased first; `leased` then says that
   * nobody else can be given it, however long the station is silent. @throws also MAC_RULE, MAC_CLASH, MAC_INVALID
   */
  'license.allocate': {
    request: ClaimShape.extend({ station: StationText.optional() }),
    reply: z.object({ license: LicenseShape, reused: z.boolean(), leased: z.boolean() }),
    role: 'operator',
    http: { method: 'POST', path: '/v1/tokens/{token}/licenses:allocate' },
    idempotent: true,
  },
  'license.expose': step('/v1/tokens/{token}/licenses:expose'),
  'license.written': step('/v1/tokens/{token}/licenses:written'),
  'license.validate': step('/v1/tokens/{token}/licenses:validate'),
  'license.abandon': {
    ...step('/v1/tokens/{token}/licenses:abandon'),
    request: ClaimShape.extend({ reason: z.string().max(2000) }),
  },
  /**
   * Sets licenses aside for one station, so that it can go on while this server is away: as many as make `count` with
   * those it has and no board was given, or fewer where the token has few. Asked again, their time begins anew.
   * @throws as token.open
   */
  'license.lease': {
    request: z.strictObject({
      token: TokenText,
      station: StationText,
      count: CountText.min(0).max(MOST_LEASED),
      /** Tell only of boards that were given a license since (`asOf` of the answer before). */
      since: IsoText.optional(),
    }),
    reply: z.object({
      /** All of this station's that no board was given; what is more than `keep` is better returned: others need it. */
      licenses: z.array(LicenseShape),
      keep: z.number().int(),
      /** How long from now, ms. After that the station may not give them to a board any more. */
      forMs: z.number().int(),
      /** Boards that hold a license of this token, MACs: such a board needs this server's word. */
      taken: z.array(z.string()),
      asOf: IsoText,
    }),
    role: 'operator',
    http: { method: 'POST', path: '/v1/tokens/{token}/licenses:lease' },
    idempotent: true,
  },
  /** No board saw these: anybody may have them again. Those that are not this station's (any more) are passed over. */
  'license.return': {
    request: z.strictObject({
      token: TokenText,
      station: StationText,
      uuids: z.array(UuidText).max(MOST_LEASED),
    }),
    reply: Done,
    role: 'operator',
    http: { method: 'POST', path: '/v1/tokens/{token}/licenses:return' },
    idempotent: true,
  },
  /**
   * A station says, now or long after, that it gave a leased license to a board and showed it: allocate and expose in one.
   * @throws LEASE_CONFLICT where the board has another license of this token (the leased one is put aside for good),
   * LEASE_LOST where the license is not this station's any more
   */
  'license.take': {
    ...step('/v1/tokens/{token}/licenses:take'),
    request: ClaimShape.extend({ station: StationText, uuid: UuidText }),
  },
  'license.of': {
    request: z.strictObject({ token: TokenText, mac: MacText }),
    reply: z.object({ license: LicenseShape.nullable() }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/tokens/{token}/licenses/{mac}' },
    idempotent: true,
  },
  'license.holder': {
    request: z.strictObject({ uuid: UuidText }),
    reply: z.object({
      holder: z.object({ mac: z.string().nullable(), token: z.string().nullable() }).nullable(),
    }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/licenses/{uuid}/holder' },
    idempotent: true,
  },
  /** Whether an address may identify a board, and which licenses were given to it; tokens of other accounts masked. */
  'mac.check': {
    request: z.strictObject({ mac: MacText }),
    reply: z.object({
      problem: z.enum(['format', 'zero', 'broadcast', 'multicast', 'default']).nullable(),
      holds: z.array(
        z.object({ uuid: z.string(), token: z.string().nullable(), state: z.enum(LICENSE_STATES) }),
      ),
    }),
    role: 'operator',
    http: { method: 'POST', path: '/v1/macs:check' },
    idempotent: true,
  },
  'run.start': {
    request: z.strictObject({
      runId: RunIdText,
      token: TokenText.nullable(),
      port: z.string().max(512),
      startedAt: IsoText,
      /** What its record is called should it be interrupted. */
      mode: ModeShape.optional(),
    }),
    reply: Done,
    role: 'operator',
    http: { method: 'POST', path: '/v1/runs' },
    idempotent: true,
  },
  /** Says that a run is still worked on: one that is silent for two minutes may lose its board to another. */
  'run.heartbeat': {
    request: z.strictObject({ runId: RunIdText }),
    reply: Done,
    role: 'operator',
    http: { method: 'POST', path: '/v1/runs/{runId}:heartbeat' },
    idempotent: true,
  },
  /** The first record of a run stays. */
  'run.finish': {
    request: z.strictObject({ record: RunRecord }),
    reply: Done,
    role: 'operator',
    http: { method: 'POST', path: '/v1/runs:finish' },
    idempotent: true,
  },
  /** Newest first; with `from` and `to` those that started in that time, its end not included. */
  'run.list': {
    request: z.strictObject({
      limit: CountText.min(0).max(10_000),
      from: IsoText.optional(),
      to: IsoText.optional(),
    }),
    reply: z.object({ items: z.array(RunRecord) }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/runs' },
    idempotent: true,
  },
  /** Null where there is none or it is not closed yet. */
  'run.get': {
    request: z.strictObject({ runId: RunIdText }),
    reply: z.object({ record: RunRecord.nullable() }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/runs/{runId}' },
    idempotent: true,
  },
} as const satisfies Record<string, PmsOperation>;
