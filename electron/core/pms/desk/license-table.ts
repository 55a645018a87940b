import type { Selectable, SelectQueryBuilder } from 'kysely';

import type { LedgerStore } from '../store/engine.js';
import { query } from '../store/query.js';
import type { LicenseTable, Schema } from '../store/schema.js';
import type { Cells, Table } from './table-file.js';

type Licenses = SelectQueryBuilder<Schema, 'license', object>;
export type LicenseFilter = (licenses: Licenses) => Licenses;

/** Few enough to hold, and enough not to ask too often. */
const PAGE = 2000;

/** Licenses in the order they came, page by page: a list of any length in bounded memory. */
export async function* licensePages(
  store: LedgerStore,
  which: LicenseFilter,
): AsyncGenerator<Selectable<LicenseTable>[]> {
  for (let last = 0; ;) {
    const found = which(query.selectFrom('license'))
      .selectAll('license')
      .where('license.id', '>', last)
      .orderBy('license.id')
      .limit(PAGE);
    const page = await store.read((rows) => rows.all(found));
    const end = page.at(-1);
    if (end === undefined) return;
    yield page;
    last = end.id;
  }
}

/** A license list as Kiln's own import reads it, keys in plain text (authorization §3). */
export function listTable(store: LedgerStore, which: LicenseFilter): Table {
  return {
    columns: ['UUID', 'AUTHKEY', 'PSKKEY'],
    async *rows(): AsyncGenerator<Cells> {
      for await (const page of licensePages(store, which)) {
        for (const { uuid, authkey, psk_key } of page) yield [uuid, authkey, psk_key];
      }
    },
  };
}
