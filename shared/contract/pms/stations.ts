import { z } from 'zod';

import { LICENSE_STATES } from '../../domain/license.js';
import { RunRecord } from '../records.js';
import { TokenInfo } from '../tokens.js';
import { CountText, Done, IsoText, MacText, RunIdText, TokenText, UuidText } from './fields.js';
import type { PmsOperation } from './operation.js';
import { Tests } from './tokens.js';

/** One run on one board that asks for a license; see Claim in core/pms. */
export const ClaimShape = z.strictObject({ token: TokenText, mac: MacText, runId: RunIdText });
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
  /** Same token and MAC: the same license. @throws also MAC_RULE, MAC_CLASH, MAC_INVALID */
  'license.allocate': {
    request: ClaimShape,
    reply: z.object({ license: LicenseShape, reused: z.boolean() }),
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
  /** Whether an address may identify a board, and which licenses stand to its name. */
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
