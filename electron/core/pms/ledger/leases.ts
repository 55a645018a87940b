import { query, type Rows } from '../store/query.js';
import { LET_GO, move, type Entry } from './licenses.js';

/** How long a run may keep a license without a further step (authorization §6.2: a lease of 10 minutes). */
export const LEASE_MS = 10 * 60_000;

type Stamp = Pick<Entry, 'at' | 'actor'>;

const reserved = query.selectFrom('license').selectAll().where('state', '=', 'reserved').forUpdate();

/**
 * Takes licenses out of the hands of runs that let their lease run out: what no board saw is free again, what a
 * board may have seen waits for that board. The run stays noted on the latter: should it be alive after all (a
 * clock that was set forward), it may go on; on the former its next step is refused.
 */
export async function endLeases(rows: Rows, stamp: Stamp): Promise<void> {
  const late = await rows.all(
    reserved
      .where('leased_to', 'is', null)
      .where('reserved_at', '<', stamp.at - LEASE_MS)
      .orderBy('id'),
  );
  for (const row of late) {
    const change = row.exposed === 1 ? ({ state: 'quarantined' } as const) : LET_GO;
    await move(rows, row, change, { ...stamp, step: 'lease-ended', runId: row.run_id });
  }
  await endBatches(rows, stamp);
}

/**
 * A leased one whose time is over is free only when its station says that no board saw it (authorization §6.2): it may
 * have given it to one while nobody heard. Until then it waits for that station.
 */
async function endBatches(rows: Rows, stamp: Stamp): Promise<void> {
  const late = await rows.all(
    reserved.where('leased_to', 'is not', null).where('leased_until', '<', stamp.at).orderBy('id'),
  );
  for (const row of late) {
    await move(rows, row, { state: 'quarantined' }, { ...stamp, step: 'lease-ended', runId: row.run_id });
  }
}
