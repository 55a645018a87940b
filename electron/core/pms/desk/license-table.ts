import type { SelectQueryBuilder } from 'kysely';

import type { License } from '../../../../shared/domain/license.js';
import type { LedgerStore } from '../store/engine.js';
import { query } from '../store/query.js';
import type { Schema } from '../store/schema.js';
import { openLicense } from '../store/sealed-license.js';
import type { Cells, Table } from './table.js';

type Licenses = SelectQueryBuilder<Schema, 'license', object>;
export type LicenseFilter = (licenses: Licenses) => Licenses;

/** Few enough to hold, and enough not to ask too often. */
const PAGE = 2000;

/** Licenses in the order they came, page by page: a list of any length in bounded memory. */
export async function* licensePages(store: LedgerStore, which: LicenseFilter): AsyncGenerator<License[]> {
  for (let last = 0; ;) {
    const found = which(query.selectFrom('license'))
      .selectAll('license')
      .where('license.id', '>', last)
      .orderBy('license.id')
      .limit(PAGE);
    const { page, end } = await store.read(async (rows) => {
      const all = await rows.all(found);
      return { page: all.map((row) => openLicense(rows.secrets, row)), end: all.at(-1)?.id };
    });
    if (end === undefined) return;
    yield page;
    last = end;
  }
}

/** A license list as Kiln's own import reads it, keys in plain text (authorization §3). */
export function listTable(store: LedgerStore, which: LicenseFilter): Table {
  return {
    columns: ['UUID', 'AUTHKEY', 'PSKKEY'],
    async *rows(): AsyncGenerator<Cells> {
      for await (const page of licensePages(store, which)) {
        for (const { uuid, authkey, pskKey } of page) yield [uuid, authkey, pskKey];
      }
    },
  };
}
