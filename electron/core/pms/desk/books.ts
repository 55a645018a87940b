import { sql } from 'kysely';

import type { Reconcile } from '../../../../shared/contract/pms/ledger.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { iso } from '../ledger/token-rows.js';
import { query, type Rows } from '../store/query.js';
import { nowOf, type DeskParts } from './context.js';
import { standingOf } from './ledger-rows.js';

type Fault = Reconcile['faults'][number];

const MOST_SHOWN = 500;

/** Orders that have not as many licenses as were ordered. */
async function shortOrders(rows: Rows): Promise<Fault[]> {
  const has = sql<number>`(select count(*) from license where license.list_order = license_order.code
    or license.token = license_order.token)`;
  const short = query
    .selectFrom('license_order')
    .select('code')
    .where((eb) => eb('quantity', '<>', has))
    .limit(MOST_SHOWN);
  return (await rows.all(short)).map(({ code }) => ({ problem: 'order-count', subject: code }));
}

/** Imports that have not as many licenses as came in, or still come. */
async function shortImports(rows: Rows): Promise<Fault[]> {
  const counted = query
    .selectFrom('license')
    .select(['import_id', (eb) => eb.fn.countAll<number>().as('there')])
    .groupBy('import_id')
    .as('counted');
  const arriving = sql<number>`(select count(*) from arriving_license where arrival = license_import.id)`;
  const short = query
    .selectFrom('license_import')
    .leftJoin(counted, 'counted.import_id', 'license_import.id')
    .select('license_import.name')
    .where((eb) =>
      eb(sql<number>`coalesce(counted.there, 0) + ${arriving}`, '<>', eb.ref('license_import.count')),
    )
    .limit(MOST_SHOWN);
  return (await rows.all(short)).map(({ name }) => ({ problem: 'import-count', subject: name }));
}

/** Made-up licenses with a real token, or the other way round. */
async function mixedTokens(rows: Rows): Promise<Fault[]> {
  const mixed = query
    .selectFrom('license')
    .innerJoin('token', 'token.token', 'license.token')
    .select('token.token')
    .distinct()
    .where((eb) =>
      eb.or([
        eb('license.development', '<>', eb.ref('token.development')),
        eb('license.kind', '<>', eb.ref('token.license_kind')),
      ]),
    )
    .limit(MOST_SHOWN);
  return (await rows.all(mixed)).map(({ token }) => ({ problem: 'mixed', subject: maskToken(token) }));
}

async function standings(rows: Rows): Promise<Record<string, number>> {
  const listed = sql<string | null>`case when list_order is null then null else '' end`;
  const owned = sql<string | null>`case when token is null then null else '' end`;
  const groups = query
    .selectFrom('license')
    .select(['state', 'held', listed.as('list_order'), owned.as('token')])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy(['state', 'held', listed, owned]);
  const counts: Record<string, number> = {};
  for (const { count, ...group } of await rows.all(groups)) {
    const standing = standingOf(group);
    counts[standing] = (counts[standing] ?? 0) + count;
  }
  return counts;
}

/** Every license against its history, every order and import against its licenses. */
export async function reconcileBooks(desk: DeskParts): Promise<Reconcile> {
  // Of the licenses and their lines, by the rules of the ledger; of the desk's own tables, by what follows.
  const ledger = await desk.pms.reconcile();
  return desk.store.read(async (rows) => {
    const faults = [
      ...ledger.faults.map(({ kind, where }) => ({ problem: kind, subject: where })),
      ...(await shortOrders(rows)),
      ...(await shortImports(rows)),
      ...(await mixedTokens(rows)),
    ];
    const events = query.selectFrom('license_event').select((eb) => eb.fn.countAll<number>().as('count'));
    const counts = await standings(rows);
    return {
      at: iso(nowOf(desk)),
      licenses: Object.values(counts).reduce((sum, count) => sum + count, 0),
      standings: counts,
      events: (await rows.first(events))?.count ?? 0,
      faults: faults.slice(0, MOST_SHOWN),
      faultCount: faults.length,
    };
  });
}
