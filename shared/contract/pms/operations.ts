import type { z } from 'zod';

import { ACCOUNT_OPERATIONS } from './accounts.js';
import { BOARD_OPERATIONS } from './boards.js';
import { LEDGER_OPERATIONS } from './ledger.js';
import type { PmsOperation } from './operation.js';
import { ORDER_OPERATIONS } from './orders.js';
import { POOL_OPERATIONS } from './pool.js';
import { PRODUCT_OPERATIONS } from './products.js';
import { STATION_OPERATIONS } from './stations.js';
import { TOKEN_OPERATIONS } from './tokens.js';
import { WORK_ORDER_OPERATIONS } from './work-orders.js';

/**
 * Everything a production desk can be asked, in the app and over HTTP: one table, from which the dispatcher, the
 * server's routes, its OpenAPI document and the client are made. What is files goes through PMS_STREAMS.
 */
export const PMS_OPERATIONS = {
  ...STATION_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...PRODUCT_OPERATIONS,
  ...ORDER_OPERATIONS,
  ...POOL_OPERATIONS,
  ...TOKEN_OPERATIONS,
  ...BOARD_OPERATIONS,
  ...WORK_ORDER_OPERATIONS,
  ...LEDGER_OPERATIONS,
} as const satisfies Record<string, PmsOperation>;

export type PmsOperationName = keyof typeof PMS_OPERATIONS;
/** As the rules get it: defaults filled in. */
export type PmsRequest<N extends PmsOperationName> = z.output<(typeof PMS_OPERATIONS)[N]['request']>;
/** As a caller may give it: what has a default may be left out. */
export type PmsAsk<N extends PmsOperationName> = z.input<(typeof PMS_OPERATIONS)[N]['request']>;
export type PmsReply<N extends PmsOperationName> = z.output<(typeof PMS_OPERATIONS)[N]['reply']>;

/** The one way in, whatever stands behind it: the rules, or the wire to them. @throws KilnError */
export type PmsPerform = <N extends PmsOperationName>(
  operation: N,
  request: PmsAsk<N>,
) => Promise<PmsReply<N>>;

export function isPmsOperation(name: string): name is PmsOperationName {
  return Object.hasOwn(PMS_OPERATIONS, name);
}
