import { basename } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';

import type { LicenseImport } from '../../../../shared/contract/pms/pool.js';
import type { LicenseKind } from '../../../../shared/domain/license.js';
import { DEVELOPMENT_PREFIX } from '../development.js';
import { addArriving, allMadeUp, beginArrival, declareWhole, endReading, STEP } from '../ledger/arrivals.js';
import { knownLicenses } from '../ledger/new-token.js';
import { dropArrival, settleArrival, sweepArrivals } from '../ledger/settle.js';
import type { ReadProgress } from '../list/list-line.js';
import { goodLicenses, Problems } from '../list/list-licenses.js';
import type { ListedLicense } from '../pms.js';
import type { Incoming, PmsRules, PmsSession } from '../service.js';
import type { LicenseImportTable } from '../store/desk-schema.js';
import { query } from '../store/query.js';
import { nowOf, stampOf, type DeskParts } from './context.js';
import { makeId } from './keys.js';
import { listTable } from './license-table.js';
import { importFrom } from './stock.js';
import { tableFile } from './table-file.js';

async function* chunksOf(licenses: AsyncIterable<ListedLicense>): AsyncGenerator<ListedLicense[]> {
  let chunk: ListedLicense[] = [];
  for await (const license of licenses) {
    chunk.push(license);
    if (chunk.length === STEP) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** What `kiln sample` writes stays what it is, by whatever way it comes in. */
const madeUp = ({ uuid }: ListedLicense): boolean => uuid.startsWith(DEVELOPMENT_PREFIX);

interface List {
  readonly id: string;
  readonly path: string;
  readonly onProgress: ReadProgress;
}

/**
 * Reads a list to its end and puts it beside the ledger, by small steps.
 * @returns how many licenses it has
 * @throws KilnError LIST_*, with every bad row of the whole list
 */
async function readList(desk: DeskParts, { id, path, onProgress }: List): Promise<number> {
  const { store } = desk;
  const problems = new Problems();
  let count = 0;
  for await (const licenses of chunksOf(goodLicenses(path, problems, onProgress))) {
    count += licenses.length;
    const now = nowOf(desk);
    // After the first bad row nothing is kept, but all of them are said.
    const known = problems.any
      ? await store.read((rows) => knownLicenses(rows, licenses, id))
      : await store.write((rows) => addArriving(rows, id, { licenses, now, madeUp }));
    problems.add(...known);
    await breath();
  }
  problems.refuse();
  return count;
}

/**
 * A license list into stock, whole or not at all, without anybody waiting for it however long it is: it is read and
 * checked to its end first, beside the ledger, and then comes in whatever happens (ledger/arrivals.ts).
 * @throws KilnError LIST_EMPTY, LIST_COLUMNS, LIST_INVALID {rows, count}, LIST_TOO_LONG, FILE_UNREADABLE
 */
async function importList(
  desk: DeskParts,
  session: PmsSession,
  list: { readonly content: Incoming; readonly name: string; readonly kind: LicenseKind },
): Promise<LicenseImport> {
  const { store, liveness } = desk;
  const { content, name, kind } = list;
  const stamp = stampOf(desk, session);
  const id = makeId(desk.random);
  const { onProgress = () => undefined } = content;
  await sweepArrivals(store, { liveness, now: stamp.at });
  await beginArrival(store, id, { liveness, now: stamp.at });
  let bytes = 0;
  // Reading it is the first half of the work, bringing it over the second.
  const onRead: ReadProgress = (done, total) => onProgress(done / 2, (bytes = total));
  let row: LicenseImportTable;
  try {
    const count = await readList(desk, { id, path: content.path, onProgress: onRead });
    row = await store.write(async (rows) => {
      const development = (await allMadeUp(rows, id)) ? (1 as const) : (0 as const);
      const made = { id, name: basename(name), kind, development, count, ...stamp };
      await rows.run(query.insertInto('license_import').values(made));
      await declareWhole(rows, id);
      return made;
    });
  } catch (thrown) {
    // Where the disk does not let that either, the next program does it; what went wrong first is what tells.
    await dropArrival(store, id).catch(() => undefined);
    throw thrown;
  } finally {
    // Not before the list is whole: until then it would be taken for one that nobody reads.
    endReading(id);
  }
  let moved = 0;
  await settleArrival(store, id, (more) => {
    moved += more;
    onProgress((bytes / 2) * (1 + moved / row.count), bytes);
  });
  return importFrom(row);
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
