import { sql, type ExpressionBuilder } from 'kysely';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { RowProblem } from '../list/list-problems.js';
import type { ListedLicense } from '../pms.js';
import type { LedgerStore } from '../store/engine.js';
import { query, type Rows } from '../store/query.js';
import { sealLicense } from '../store/sealed-license.js';
import type { Schema } from '../store/schema.js';
import { flag } from './licenses.js';
import type { Liveness } from './liveness.js';
import { knownLicenses } from './new-token.js';

/**
 * Rows of a list that one transaction moves: some hundredth of a second, so that whoever has a board in hand meanwhile
 * does not notice.
 */
export const STEP = 500;

/** Of this program: what is not among them, with its pid, is of one before it that had the same. */
const reading = new Set<string>();

export interface Watch {
  readonly liveness: Liveness;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface ArrivingRows {
  /** STEP at most, in the order of the list, none twice. */
  readonly licenses: readonly ListedLicense[];
  readonly now: number;
  readonly madeUp: (license: ListedLicense) => boolean;
}

/** The first row of a list that still lies beside the ledger; null where there is none. */
export const nextRow = (id: string) =>
  query
    .selectFrom('arriving_license')
    .select((eb) => eb.fn.min<number | null>('row').as('row'))
    .where('arrival', '=', id);

/** Some rows of a list, from one on. */
export const someRows = (id: string, from: number) => (eb: ExpressionBuilder<Schema, 'arriving_license'>) =>
  eb.and([eb('arrival', '=', id), eb('row', '>=', from), eb('row', '<', from + STEP)]);

/** Whether somebody still reads a list that has not been read to its end. */
export function isRead(
  arrival: { readonly id: string; readonly pid: number | null; readonly seen_at: number },
  { liveness, now }: Watch,
): boolean {
  const { id, pid, seen_at: seenAt } = arrival;
  return pid === process.pid ? reading.has(id) : liveness.lives({ pid, seenAt }, now);
}

/** Says that a list is being read. @param id of the import that it becomes */
export async function beginArrival(store: LedgerStore, id: string, { liveness, now }: Watch): Promise<void> {
  reading.add(id);
  const arrival = { id, pid: liveness.pid, seen_at: now };
  await store.write((rows) => rows.run(query.insertInto('arrival').values(arrival)));
}

/** Says that nobody reads it any more. */
export function endReading(id: string): void {
  reading.delete(id);
}

/** Instead of the time when somebody who reads it was last heard of. */
const GIVEN_UP = -1;

/** The next step of whoever reads a list. @throws KilnError STORE_BUSY where somebody takes it away meanwhile */
async function goOn(rows: Rows, id: string, change: { seen_at: number } | { whole: 1 }): Promise<void> {
  const own = query.updateTable('arrival').set(change).where('id', '=', id).where('seen_at', '<>', GIVEN_UP);
  if ((await rows.run(own)) === 0) throw new KilnError('STORE_BUSY');
}

/** What the ledger has already of the rows of an arrival from `first` to `last`; told apart by knownLicenses. */
async function meetsKnown(rows: Rows, id: string, first: number, last: number): Promise<boolean> {
  const known = sql<boolean>`(exists (select 1 from license where lower(license.uuid) = lower(arriving_license.uuid))
    or exists (select 1 from license where license.authkey_mark = arriving_license.authkey_mark))`;
  const found = query
    .selectFrom('arriving_license')
    .select('row')
    .where('arrival', '=', id)
    .where('row', '>=', first)
    .where('row', '<=', last)
    .where(known)
    .limit(1);
  return (await rows.first(found)) !== undefined;
}

/**
 * Puts rows of a list beside the ledger, sealed. From here on nobody else brings them in.
 * @returns those that are known: in the ledger, or arriving with another list
 * @throws KilnError STORE_BUSY where another program took the list for left, and takes it away
 */
export async function addArriving(
  rows: Rows,
  id: string,
  { licenses, now, madeUp }: ArrivingRows,
): Promise<RowProblem[]> {
  const [first, last] = [licenses[0]?.row ?? 0, licenses.at(-1)?.row ?? 0];
  const values = licenses.map((license) => ({
    arrival: id,
    row: license.row,
    uuid: license.uuid,
    development: flag(madeUp(license)),
    ...sealLicense(rows.secrets, license),
  }));
  await goOn(rows, id, { seen_at: now });
  const added = await rows.run(
    query
      .insertInto('arriving_license')
      .values(values)
      .onConflict((conflict) => conflict.doNothing()),
  );
  if (added === licenses.length && !(await meetsKnown(rows, id, first, last))) return [];
  return knownLicenses(rows, licenses, id);
}

/** Whether nothing but made-up licenses arrives. */
export async function allMadeUp(rows: Rows, id: string): Promise<boolean> {
  const real = query.selectFrom('arriving_license').select('row').where('arrival', '=', id);
  return (await rows.first(real.where('development', '=', 0).limit(1))) === undefined;
}

/** From here on the list comes in, whatever happens: its import stands in the books. @throws KilnError STORE_BUSY as addArriving */
export async function declareWhole(rows: Rows, id: string): Promise<void> {
  await goOn(rows, id, { whole: 1 });
}

/** Takes some of a list that was not read to its end away again. @returns false where nothing is left of it */
export async function dropStep(rows: Rows, id: string): Promise<boolean> {
  const own = query.updateTable('arrival').set({ seen_at: GIVEN_UP }).where('id', '=', id);
  // First of all: whoever was only silent does not bring in by half what is being taken away.
  if ((await rows.run(own.where('whole', '=', 0))) === 0) return false;
  const next = (await rows.first(nextRow(id)))?.row ?? null;
  if (next === null) await rows.run(query.deleteFrom('arrival').where('id', '=', id));
  else await rows.run(query.deleteFrom('arriving_license').where(someRows(id, next)));
  return next !== null;
}
