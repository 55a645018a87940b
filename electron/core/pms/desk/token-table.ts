import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { maskToken } from '../../../../shared/domain/token.js';
import type { PmsRules } from '../service.js';
import { askerOf, nowOf, type DeskParts } from './context.js';
import { tokenKey, tokenRow } from '../ledger/token-rows.js';
import type { Cells, Table } from './table.js';
import { tableFile } from './table-file.js';
import { detailOf } from './tokens.js';

const COLUMNS = [
  'token',
  'order',
  'firmware',
  'version',
  'kind',
  'development',
  'amount',
  'free',
  'reserved',
  'written',
  'validated',
  'quarantined',
  'effective',
  'expires',
  'country',
  'rssi ssid',
  'rssi min',
  'gpio',
  'mac from',
  'mac to',
  'low water',
  'account',
  'revoked',
  'reason',
] as const;

/** The whole token is a credential: it goes out with its order, and in no table. */
function cellsOf(token: TokenDetail): Cells {
  const { firmware, tests, macRule, revoked } = token;
  return [
    maskToken(token.token),
    token.orderCode,
    firmware.identifier,
    firmware.version,
    token.licenseKind,
    token.development ? 'development' : '',
    token.amount,
    token.free,
    token.reserved,
    token.written,
    token.validated,
    token.quarantined,
    token.effectiveAt ?? token.createdAt,
    token.expiresAt,
    token.country,
    tests.rssi?.ssid ?? null,
    tests.rssi?.min ?? null,
    tests.gpio ? 'yes' : '',
    macRule?.from ?? null,
    macRule?.to ?? null,
    token.lowWater,
    token.boundTo,
    revoked?.at ?? null,
    revoked?.reason ?? null,
  ];
}

/** Tokens that were chosen, in that order. */
export function tokenFiles(desk: DeskParts): Pick<PmsRules['downloads'], 'token.export'> {
  return {
    'token.export': async ({ format, tokens }, session) => {
      const look = { asker: askerOf(session), now: nowOf(desk) };
      const details = await desk.store.read(async (rows) => {
        const found: TokenDetail[] = [];
        for (const token of new Set(tokens.map(tokenKey))) {
          found.push(await detailOf(rows, await tokenRow(rows, token), look));
        }
        return found;
      });
      const table: Table = {
        columns: COLUMNS,
        // eslint-disable-next-line @typescript-eslint/require-await
        async *rows() {
          for (const detail of details) yield cellsOf(detail);
        },
      };
      return tableFile('tokens', format, table);
    },
  };
}
