import type { Selectable } from 'kysely';

import type { LedgerRow, Standing } from '../../../../shared/contract/pms/ledger.js';
import { maskSecret } from '../../../../shared/domain/license.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { iso } from '../ledger/token-rows.js';
import { query, type Rows } from '../store/query.js';
import type { LicenseTable } from '../store/schema.js';
import { openLicense } from '../store/sealed-license.js';

export type License = Selectable<LicenseTable>;

export function standingOf({
  token,
  list_order,
  held,
  state,
}: Pick<License, 'token' | 'list_order' | 'held' | 'state'>): Standing {
  if (held === 1) return 'held';
  if (list_order !== null) return 'delivered';
  return token === null ? 'stock' : state;
}

/** The last line of each of these licenses. */
async function lastLines(rows: Rows, ids: readonly number[]) {
  const last = query
    .selectFrom('license_event')
    .select((eb) => eb.fn.max('id').as('id'))
    .where('license_id', 'in', ids)
    .groupBy('license_id');
  const lines = query
    .selectFrom('license_event')
    .select(['license_id', 'at', 'actor'])
    .where('id', 'in', last);
  return new Map((await rows.all(lines)).map((line) => [line.license_id, line]));
}

async function serials(rows: Rows, macs: readonly string[]): Promise<Map<string, string>> {
  if (macs.length === 0) return new Map();
  const tied = query
    .selectFrom('unit')
    .select(['mac', 'sn'])
    .where('mac', 'in', macs)
    .where('sn', 'is not', null);
  return new Map((await rows.all(tied)).map(({ mac, sn }) => [mac ?? '', sn ?? '']));
}

async function orderCodes(rows: Rows, tokens: readonly string[]): Promise<Map<string, string>> {
  if (tokens.length === 0) return new Map();
  const orders = query.selectFrom('license_order').select(['token', 'code']).where('token', 'in', tokens);
  return new Map((await rows.all(orders)).map(({ token, code }) => [token ?? '', code]));
}

const known = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** Licenses as the ledger view shows them: no secret, no whole token. */
export async function ledgerRows(rows: Rows, licenses: readonly License[]): Promise<LedgerRow[]> {
  if (licenses.length === 0) return [];
  const lines = await lastLines(
    rows,
    licenses.map(({ id }) => id),
  );
  const sns = await serials(rows, known(licenses.map(({ mac }) => mac)));
  const codes = await orderCodes(rows, known(licenses.map(({ token }) => token)));
  return licenses.map((license): LedgerRow => {
    const line = lines.get(license.id);
    const { token, mac } = license;
    return {
      uuid: license.uuid,
      authkey: maskSecret(openLicense(rows.secrets, license).authkey),
      licenseKind: license.kind,
      development: license.development === 1,
      standing: standingOf(license),
      exposed: license.exposed === 1,
      mac,
      sn: mac === null ? null : (sns.get(mac) ?? null),
      token: token === null ? null : maskToken(token),
      orderCode: license.list_order ?? (token === null ? null : (codes.get(token) ?? null)),
      leasedTo: license.leased_to,
      runId: license.run_id,
      at: iso(line?.at ?? 0),
      by: line?.actor ?? '',
    };
  });
}
