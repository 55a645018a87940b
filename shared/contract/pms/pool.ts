import { z } from 'zod';

import { LICENSE_KINDS } from '../../domain/license.js';
import { Empty, PAGE, pageOf } from './fields.js';
import type { PmsOperation } from './operation.js';

/** One list that came in, whole. */
export const LicenseImport = z.object({
  id: z.string(),
  /** File name, or `generated`. */
  name: z.string(),
  licenseKind: z.enum(LICENSE_KINDS),
  development: z.boolean(),
  count: z.number().int(),
  by: z.string(),
  at: z.string(),
});
export type LicenseImport = z.infer<typeof LicenseImport>;

/** Licenses that no order has taken. */
export const Stock = z.object({
  licenseKind: z.enum(LICENSE_KINDS),
  development: z.boolean(),
  /** Ready for orders. */
  stock: z.number().int(),
  /** Kept back by hand. */
  held: z.number().int(),
  /** With tokens or delivered in lists. */
  taken: z.number().int(),
});
export type Stock = z.infer<typeof Stock>;

export const POOL_OPERATIONS = {
  'pool.stock': {
    request: Empty,
    reply: z.object({ items: z.array(Stock) }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/pool' },
    idempotent: true,
  },
  'pool.imports': {
    request: z.strictObject({ ...PAGE }),
    reply: pageOf(LicenseImport),
    role: 'engineer',
    http: { method: 'GET', path: '/v1/pool/imports' },
    idempotent: true,
  },
  /** Made-up licenses, marked for ever: they never mix with real ones and never reach a real board. */
  'pool.generate': {
    request: z.strictObject({
      count: z.number().int().min(1).max(10_000),
      licenseKind: z.enum(LICENSE_KINDS).default('tuyaos'),
    }),
    reply: LicenseImport,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/pool:generate' },
  },
} as const satisfies Record<string, PmsOperation>;
