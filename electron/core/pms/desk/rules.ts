import { PmsService, type PmsRules } from '../service.js';
import type { StorePms } from '../store-pms.js';
import { accountRules } from './accounts.js';
import { boardRules } from './boards.js';
import type { DeskParts, HashCost } from './context.js';
import { craftLineRules } from './craft-lines.js';
import { firmwareFileRules } from './firmware-files.js';
import { poolFiles } from './import.js';
import { ledgerFiles, ledgerRules } from './ledger-view.js';
import { orderFiles, orderRules } from './order-rules.js';
import { HASH_COST } from './passwords.js';
import { productRules } from './products.js';
import { sessionOf } from './sessions.js';
import { stationRules } from './stations.js';
import { poolRules } from './stock.js';
import { tokenFiles } from './token-table.js';
import { tokenRules } from './tokens.js';
import { workOrderRules } from './work-orders.js';

function rulesOf(desk: DeskParts): PmsRules {
  const firmware = firmwareFileRules(desk);
  const pool = poolFiles(desk);
  return {
    operations: {
      ...stationRules(desk),
      ...accountRules(desk),
      ...productRules(desk),
      ...orderRules(desk),
      ...poolRules(desk),
      ...tokenRules(desk),
      ...boardRules(desk),
      ...craftLineRules(desk),
      ...workOrderRules(desk),
      ...ledgerRules(desk),
    },
    uploads: { 'firmware.upload': firmware['firmware.upload'], 'pool.import': pool['pool.import'] },
    downloads: {
      'firmware.download': firmware['firmware.download'],
      'token.firmware': firmware['token.firmware'],
      'pool.export': pool['pool.export'],
      ...orderFiles(desk),
      ...ledgerFiles(desk),
      ...tokenFiles(desk),
    },
    sessionOf: (bearer) => sessionOf(desk, bearer),
  };
}

export interface DeskOptions {
  /** Whoever asks without a session is the implicit local account, as long as there is no admin: on one's own PC. */
  readonly local: boolean;
  /** @default HASH_COST */
  readonly hashCost?: HashCost;
}

/** What the rules stand on, of a Pms that is open. */
export function deskOf(pms: StorePms, { local, hashCost = HASH_COST }: DeskOptions): DeskParts {
  return { ...pms.parts, pms, local, hashCost };
}

/** The production desk on a Pms that is open; closing that is the caller's. */
export function createPmsService(pms: StorePms, options: DeskOptions): PmsService {
  return new PmsService(rulesOf(deskOf(pms, options)));
}
