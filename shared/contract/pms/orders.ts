import { z } from 'zod';

import { LICENSE_KINDS } from '../../domain/license.js';
import { IsoText, KeyText, PAGE, pageOf } from './fields.js';
import type { PmsOperation } from './operation.js';
import { MacRule, TestsAsked } from './tokens.js';

/**
 * `credential`: a token that burns and authorizes. `license-list`: the licenses in plain text, once and for this order.
 * `authorize-only`: a token for boards that carry their firmware already.
 */
export const DELIVERY_MODES = ['credential', 'license-list', 'authorize-only'] as const;
export type DeliveryMode = (typeof DELIVERY_MODES)[number];
/** What a product gets for nothing, once. */
export const FREE_LICENSES = 2;
/** Most licenses of an order whose firmware is in scope `test`. */
export const TEST_ORDER_LIMIT = 10;

export const Order = z.object({
  /** 9 capital letters and digits. */
  code: z.string(),
  productId: z.string(),
  productName: z.string(),
  firmware: z.object({ versionId: z.string().nullable(), identifier: z.string(), version: z.string() }),
  mode: z.enum(DELIVERY_MODES),
  quantity: z.number().int(),
  free: z.boolean(),
  licenseKind: z.enum(LICENSE_KINDS),
  /** Its licenses were generated because the pool had none: good for virtual boards only. Say so wherever it shows. */
  development: z.boolean(),
  /** Masked; null for a license list. The whole one is in the download. */
  token: z.string().nullable(),
  orderedBy: z.string(),
  createdAt: z.string(),
  /** When it was first downloaded. */
  deliveredAt: z.string().nullable(),
});
export type Order = z.infer<typeof Order>;

export const ORDER_OPERATIONS = {
  /**
   * Takes licenses out of the pool. `free`: the two free licenses of the product; `quantity` is then ignored, and where
   * the pool is empty development licenses are generated (`development` of the reply).
   * @throws POOL_SHORT {wanted, stock}, FREE_TAKEN, FIRMWARE_DISABLED, FIRMWARE_SCOPE, BOARD_NEEDED, DESK_UNKNOWN;
   *   for what its token is to ask of boards COUNTRY_UNKNOWN, RSSI_TEST, ORDER_DATES, ORDER_EXPIRED, MAC_RANGE,
   *   MAC_RANGE_SMALL, LOW_WATER_HIGH, ORDER_LIST_RULES
   */
  'order.create': {
    request: z.strictObject({
      productId: KeyText,
      mode: z.enum(DELIVERY_MODES),
      quantity: z.number().int().min(1).max(1_000_000).default(FREE_LICENSES),
      free: z.boolean().default(false),
      /** Needed for `credential`; for the other modes it names the fingerprint, where it is given. */
      versionId: KeyText.optional(),
      /** For `authorize-only` without `versionId`: how the firmware that is on the boards calls itself. */
      identifier: z.string().trim().max(64).optional(),
      version: z.string().trim().max(32).optional(),
      licenseKind: z.enum(LICENSE_KINDS).default('tuyaos'),
      /** Take development licenses on purpose: for virtual boards, to try things out. */
      development: z.boolean().default(false),
      // From here on what its token carries; none of it for a `license-list`.
      /** ISO 3166-1 alpha-2, in whatever case. */
      country: z.string().max(20).nullable().default(null),
      tests: TestsAsked.default({ rssi: null, gpio: false }),
      /** Both ends included, at least as many addresses as licenses. */
      macRule: MacRule.nullable().default(null),
      effectiveAt: IsoText.nullable().default(null),
      expiresAt: IsoText.nullable().default(null),
      /** Default: a tenth of the quantity. */
      lowWater: z.number().int().min(0).max(1_000_000).optional(),
    }),
    reply: Order,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/orders' },
  },
  'order.list': {
    request: z.strictObject({ ...PAGE, productId: KeyText.optional() }),
    reply: pageOf(Order),
    role: 'engineer',
    http: { method: 'GET', path: '/v1/orders' },
    idempotent: true,
  },
  'order.get': {
    request: z.strictObject({ code: KeyText }),
    reply: Order,
    role: 'engineer',
    http: { method: 'GET', path: '/v1/orders/{code}' },
    idempotent: true,
  },
  /** The credential of an order in full, as the file in its download has it. @throws ORDER_NO_TOKEN for a license list */
  'order.credential': {
    request: z.strictObject({ code: KeyText }),
    reply: z.object({ token: z.string() }),
    role: 'engineer',
    http: { method: 'POST', path: '/v1/orders/{code}/credential' },
    idempotent: true,
  },
} as const satisfies Record<string, PmsOperation>;
