import { sql } from 'kysely';

import type { LicenseImport, Stock } from '../../../../shared/contract/pms/pool.js';
import type { LicenseKind } from '../../../../shared/domain/license.js';
import { generateDevelopmentLicenses } from '../development.js';
import { insertLicenses, noteEach } from '../ledger/license-rows.js';
import type { Stamp } from '../ledger/moves.js';
import { iso } from '../ledger/token-rows.js';
import type { PmsRules } from '../service.js';
import type { Flag } from '../store/schema.js';
import type { LicenseImportTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';
import { stampOf, type DeskParts } from './context.js';
import { makeId } from './keys.js';
import { paged, placeOf } from './pages.js';

export interface StockWanted {
  readonly kind: LicenseKind;
  readonly development: boolean;
  /** Leave out what old class T storage cannot hold (authorization §0.1.14, §1.7). */
  readonly fitForT: boolean;
}

/** A psk of 44 characters, sealed: of any license and key it has the same length. */
const sealedLength = ({ secrets }: Rows): number => secrets.sealText('x'.repeat(44), '').length;

/** Licenses that no order has, that nobody keeps back. */
function inStock(rows: Rows, { kind, development, fitForT }: StockWanted) {
  const all = query
    .selectFrom('license')
    .where('token', 'is', null)
    .where('list_order', 'is', null)
    .where('kind', '=', kind)
    .where('development', '=', development ? 1 : 0)
    .where('held', '=', 0);
  const fit = sql<boolean>`not (length(uuid) = 20 and length(psk_key) = ${sealedLength(rows)})`;
  return fitForT ? all.where(fit) : all;
}

export async function stockCount(rows: Rows, wanted: StockWanted): Promise<number> {
  const counted = inStock(rows, wanted).select((eb) => eb.fn.countAll<number>().as('count'));
  return (await rows.first(counted))?.count ?? 0;
}

/** Ids of the oldest in stock, locked; fewer where there are not so many. */
export async function takeFromStock(rows: Rows, count: number, wanted: StockWanted): Promise<number[]> {
  const oldest = inStock(rows, wanted).select('id').orderBy('id').limit(count).forUpdate();
  return (await rows.all(oldest)).map(({ id }) => id);
}

export function importFrom(row: LicenseImportTable): LicenseImport {
  const { id, name, kind, development, count, actor } = row;
  return {
    id,
    name,
    licenseKind: kind,
    development: development === 1,
    count,
    by: actor,
    at: iso(row.at),
  };
}

/** Made-up licenses into stock, marked as such for ever. */
export async function generate(
  rows: Rows,
  { random }: Pick<DeskParts, 'random'>,
  { count, kind, stamp }: { readonly count: number; readonly kind: LicenseKind; readonly stamp: Stamp },
): Promise<LicenseImport> {
  const id = makeId(random);
  const row = { id, name: 'generated', kind, development: 1 as const, count, ...stamp };
  await rows.run(query.insertInto('license_import').values(row));
  const belongs = { token: null, import_id: id, kind, development: 1 as const };
  await insertLicenses(rows, generateDevelopmentLicenses(count, random), belongs);
  await noteEach(rows, { step: 'import', ...stamp }, (of) => of.where('import_id', '=', id));
  return importFrom(row);
}

interface Group {
  readonly kind: LicenseKind;
  readonly development: Flag;
  readonly held: Flag;
  readonly taken: number;
  readonly count: number;
}

function stockOf(groups: readonly Group[]): Stock[] {
  const stocks = new Map<string, Stock>();
  for (const { kind, development, held, taken, count } of groups) {
    const key = `${kind} ${development}`;
    const stock = stocks.get(key) ?? {
      licenseKind: kind,
      development: development === 1,
      stock: 0,
      held: 0,
      taken: 0,
    };
    const where = taken === 1 ? 'taken' : held === 1 ? 'held' : 'stock';
    stocks.set(key, { ...stock, [where]: stock[where] + count });
  }
  return [...stocks.values()];
}

export function poolRules(
  desk: DeskParts,
): Pick<PmsRules['operations'], 'pool.stock' | 'pool.imports' | 'pool.generate'> {
  const { store } = desk;
  return {
    'pool.stock': async () => {
      const taken = sql<number>`case when token is null and list_order is null then 0 else 1 end`;
      const groups = query
        .selectFrom('license')
        .select(['kind', 'development', 'held', taken.as('taken')])
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .groupBy(['kind', 'development', 'held', taken])
        .orderBy('development')
        .orderBy('kind');
      return { items: stockOf(await store.read((rows) => rows.all(groups))) };
    },

    'pool.imports': async ({ limit, after }) => {
      const place = placeOf(after);
      let found = query
        .selectFrom('license_import')
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (place !== null) {
        found = found.where((eb) =>
          eb.or([eb('at', '<', place.at), eb.and([eb('at', '=', place.at), eb('id', '<', place.id)])]),
        );
      }
      return paged(await store.read((rows) => rows.all(found)), limit, {
        place: ({ at, id }) => ({ at, id }),
        item: importFrom,
      });
    },

    'pool.generate': ({ count, licenseKind }, session) =>
      store.write((rows) =>
        generate(rows, desk, { count, kind: licenseKind, stamp: stampOf(desk, session) }),
      ),
  };
}
