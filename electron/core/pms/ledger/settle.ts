import { setImmediate as breath } from 'node:timers/promises';

import type { LedgerStore } from '../store/engine.js';
import { query, type Rows } from '../store/query.js';
import { dropStep, isRead, nextRow, someRows, type Watch } from './arrivals.js';
import { noteEach } from './license-rows.js';

/** @returns how many went over; 0 where there is nothing left of it */
async function settleStep(rows: Rows, id: string): Promise<number> {
  // Locked: where two programs see to the same list, one waits and finds the next rows.
  const arrival = query.selectFrom('arrival').select('whole').where('id', '=', id).forUpdate();
  if ((await rows.first(arrival))?.whole !== 1) return 0;
  const next = (await rows.first(nextRow(id)))?.row ?? null;
  if (next === null) {
    await rows.run(query.deleteFrom('arrival').where('id', '=', id));
    return 0;
  }
  const { last } = (await rows.first(
    query.selectFrom('license').select((eb) => eb.fn.max<number | null>('id').as('last')),
  )) ?? { last: null };
  const arriving = query
    .selectFrom('arriving_license')
    .innerJoin('license_import', 'license_import.id', 'arriving_license.arrival')
    .where(someRows(id, next))
    .select(['uuid', 'authkey', 'psk_key', 'authkey_mark', 'arriving_license.development'])
    .select(['license_import.kind', 'license_import.id as import_id'])
    .orderBy('row');
  const moved = await rows.run(
    query
      .insertInto('license')
      .columns(['uuid', 'authkey', 'psk_key', 'authkey_mark', 'development', 'kind', 'import_id'])
      .expression(arriving),
  );
  const stamp = query.selectFrom('license_import').select(['at', 'actor']).where('id', '=', id);
  for (const { at, actor } of await rows.all(stamp)) {
    await noteEach(rows, { step: 'import', at, actor }, (of) =>
      of.where('import_id', '=', id).where('license.id', '>', last ?? 0),
    );
  }
  await rows.run(query.deleteFrom('arriving_license').where(someRows(id, next)));
  return moved;
}

/** Brings a list that was read to its end over into the ledger. @param onMoved told how many each step moved */
export async function settleArrival(
  store: LedgerStore,
  id: string,
  onMoved: (count: number) => void = () => undefined,
): Promise<void> {
  for (;;) {
    const moved = await store.write((rows) => settleStep(rows, id));
    if (moved === 0) return;
    onMoved(moved);
    // SQLite's statements are synchronous: without it nothing else of this program would have its turn.
    await breath();
  }
}

/** Takes a list that does not come in away again. */
export async function dropArrival(store: LedgerStore, id: string): Promise<void> {
  while (await store.write((rows) => dropStep(rows, id))) await breath();
}

/** What programs that died left: a list read to its end comes in, of any other nothing stays. */
export async function sweepArrivals(store: LedgerStore, watch: Watch): Promise<void> {
  for (const arrival of await store.read((rows) => rows.all(query.selectFrom('arrival').selectAll()))) {
    if (arrival.whole === 1) await settleArrival(store, arrival.id);
    else if (!isRead(arrival, watch)) await dropArrival(store, arrival.id);
  }
}
