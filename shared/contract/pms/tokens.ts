import { z } from 'zod';

import { LICENSE_KINDS } from '../../domain/license.js';
import { TokenInfo } from '../tokens.js';
import { CountText, IsoText, MacText, PAGE, pageOf, ReasonText, TokenText } from './fields.js';
import type { PmsOperation } from './operation.js';

/** Boards a token is for, by address, both ends included; null for any. */
export const MacRule = z.object({ from: MacText, to: MacText });
export type MacRule = z.infer<typeof MacRule>;

/** What a station asks of every board of a token. */
export const Tests = z.object({
  rssi: z.object({ ssid: z.string().min(1).max(64), min: z.number().int().min(-120).max(0) }).nullable(),
  gpio: z.boolean(),
});

/** The same as somebody asks for it: what it must be, and the code that says so, is the desk's to say. */
export const TestsAsked = z.object({
  rssi: z
    .object({ ssid: z.string().max(200), min: z.number() })
    .nullable()
    .default(null),
  gpio: z.boolean().default(false),
});

/**
 * `not-needed`: a token of one's own list; `needed`: nobody has verified it as an activation code, so no station may
 * open it; `done`: claimed for `boundTo`.
 */
export const Verification = z.enum(['not-needed', 'needed', 'done']);

/** All that the desk knows of a token. Counts are licenses. */
export const TokenDetail = TokenInfo.extend({
  /** The order it came with; null for a list of one's own. */
  orderCode: z.string().nullable(),
  effectiveAt: z.string().nullable(),
  verification: Verification,
  /** Email of the account that claimed it, `local` for the implicit one. */
  boundTo: z.string().nullable(),
  /** Who asks may open it at a station. */
  usable: z.boolean(),
  revoked: z.object({ at: z.string(), reason: z.string() }).nullable(),
  macRule: MacRule.nullable(),
  /** Warn where fewer licenses than this are free. */
  lowWater: z.number().int(),
  low: z.boolean(),
  /** Set aside for stations and given to no board: part of `reserved` and `quarantined`. */
  leased: z.number().int(),
});
export type TokenDetail = z.infer<typeof TokenDetail>;

const Named = z.strictObject({ token: TokenText });

export const TOKEN_OPERATIONS = {
  /** What it stands for; the same for everybody who knows it. @throws TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_UNKNOWN */
  'token.info': {
    request: Named,
    reply: TokenDetail,
    role: 'operator',
    http: { method: 'GET', path: '/v1/tokens/{token}' },
    idempotent: true,
  },
  'token.list': {
    request: z.strictObject({ ...PAGE, text: z.string().max(100).optional() }),
    reply: pageOf(TokenDetail),
    role: 'operator',
    http: { method: 'GET', path: '/v1/tokens' },
    idempotent: true,
  },
  /** Tokens that are usable and run low. */
  'token.low': {
    request: z.strictObject({}),
    reply: z.object({ items: z.array(TokenDetail) }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/tokens:low' },
    idempotent: true,
  },
  /** Activation Code Verification: claims a token for the account that asks. @throws TOKEN_CLAIMED */
  'token.verify': {
    request: Named,
    reply: TokenDetail,
    role: 'operator',
    http: { method: 'POST', path: '/v1/tokens/{token}:verify' },
    idempotent: true,
  },
  /** From now on no board begins with it; a board that has begun may finish. */
  'token.revoke': {
    request: z.strictObject({ token: TokenText, reason: ReasonText }),
    reply: TokenDetail,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/tokens/{token}:revoke' },
    idempotent: true,
  },
  /** @throws LOW_WATER_HIGH */
  'token.setLowWater': {
    request: z.strictObject({ token: TokenText, lowWater: CountText.min(0).max(1_000_000) }),
    reply: TokenDetail,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/tokens/{token}:low-water' },
    idempotent: true,
  },
  /** A token of one's own license list, all or nothing: needs no verification. Base 64 for what is bytes. */
  'token.create': {
    request: z.strictObject({
      licenses: z
        .array(
          z.strictObject({
            row: z.number().int(),
            uuid: z.string().max(200),
            authkey: z.string().max(200),
            pskKey: z.string().max(200),
          }),
        )
        .max(20_000),
      firmware: z.strictObject({ name: z.string().max(200), image: z.base64() }).nullable(),
      licenseKind: z.enum(LICENSE_KINDS).default('tuyaos'),
      identifier: z.string().max(200),
      version: z.string().max(200),
      country: z.string().max(8).nullable().default(null),
      tests: Tests.default({ rssi: null, gpio: false }),
      userConfig: z.base64().nullable().default(null),
      expiresAt: IsoText.nullable().default(null),
      development: z.boolean().default(false),
    }),
    reply: TokenInfo,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/tokens' },
  },
} as const satisfies Record<string, PmsOperation>;
