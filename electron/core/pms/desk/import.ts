import { basename } from 'node:path';

import type { LicenseImport } from '../../../../shared/contract/pms/pool.js';
import type { LicenseKind } from '../../../../shared/domain/license.js';
import { DEVELOPMENT_PREFIX } from '../development.js';
import { insertLicenses, noteEach } from '../ledger/license-rows.js';
import { knownLicenses } from '../ledger/new-token.js';
import { checkList, listedLicenses, Problems } from '../list/list-licenses.js';
import type { ListedLicense } from '../pms.js';
import type { Incoming, PmsRules, PmsSession } from '../service.js';
import type { LicenseImportTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';
import { stampOf, type DeskParts } from './context.js';
import { makeId } from './keys.js';
import { importFrom } from './stock.js';
import { listTable } from './license-table.js';
import { tableFile } from './table-file.js';

/** What is in hand of a list at any moment. */
const CHUNK = 2000;

async function* chunksOf(licenses: AsyncIterable<ListedLicense>): AsyncGenerator<ListedLicense[]> {
  let chunk: ListedLicense[] = [];
  for await (const license of licenses) {
    chunk.push(license);
    if (chunk.length === CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** What `kiln sample` writes stays what it is, by whatever way it comes in. */
const isMadeUp = ({ uuid }: ListedLicense): boolean => uuid.startsWith(DEVELOPMENT_PREFIX);

interface List {
  readonly id: string;
  readonly path: string;
  readonly kind: LicenseKind;
}

/** @throws KilnError LIST_INVALID (`known-uuid`, `known-authkey`); the transaction then ends with nothing taken */
async function takeLicenses(rows: Rows, { id, path, kind }: List): Promise<void> {
  const problems = new Problems();
  for await (const chunk of chunksOf(listedLicenses(path))) {
    problems.add(...(await knownLicenses(rows, chunk)));
    // After the first bad row nothing is kept, but all of them are said.
    if (problems.any) continue;
    const [made, real] = [chunk.filter(isMadeUp), chunk.filter((license) => !isMadeUp(license))];
    await insertLicenses(rows, made, { token: null, import_id: id, kind, development: 1 });
    await insertLicenses(rows, real, { token: null, import_id: id, kind, development: 0 });
  }
  problems.refuse();
}

/**
 * A license list into stock, whole or not at all. The file is read twice: once to say every bad row without holding
 * anybody up, once in the transaction.
 * @throws KilnError LIST_EMPTY, LIST_COLUMNS, LIST_INVALID {rows, count}, LIST_TOO_LONG, FILE_UNREADABLE
 */
async function importList(
  desk: DeskParts,
  session: PmsSession,
  list: { readonly content: Incoming; readonly name: string; readonly kind: LicenseKind },
): Promise<LicenseImport> {
  const { content, name, kind } = list;
  const count = await checkList(content.path, content.onProgress);
  const stamp = stampOf(desk, session);
  const id = makeId(desk.random);
  return desk.store.write(async (rows) => {
    const row = { id, name: basename(name), kind, development: 0 as const, count, ...stamp };
    await rows.run(query.insertInto('license_import').values(row));
    await takeLicenses(rows, { id, path: content.path, kind });
    await noteEach(rows, { step: 'import', ...stamp }, (of) => of.where('import_id', '=', id));
    return importFrom(await markMadeUp(rows, row));
  });
}

/** An import of nothing but made-up licenses is called so. */
async function markMadeUp(rows: Rows, row: LicenseImportTable): Promise<LicenseImportTable> {
  const real = query.selectFrom('license').select('id').where('import_id', '=', row.id);
  if (await rows.first(real.where('development', '=', 0).limit(1))) return row;
  await rows.run(query.updateTable('license_import').set({ development: 1 }).where('id', '=', row.id));
  return { ...row, development: 1 };
}

export function poolFiles(
  desk: DeskParts,
): Pick<PmsRules['uploads'], 'pool.import'> & Pick<PmsRules['downloads'], 'pool.export'> {
  return {
    'pool.import': ({ name, licenseKind }, session, content) =>
      importList(desk, session, { content, name, kind: licenseKind }),

    'pool.export': ({ format }) =>
      Promise.resolve(
        tableFile(
          'licenses-in-stock',
          format,
          listTable(desk.store, (of) => of.where('token', 'is', null).where('list_order', 'is', null)),
        ),
      ),
  };
}
