import { query, type Rows } from '../store/query.js';
import { move, type Entry } from './licenses.js';

/** How long a run may keep a license without a further step (authorization §6.2: a lease of 10 minutes). */
export const LEASE_MS = 10 * 60_000;

/**
 * Takes licenses out of the hands of runs that let their lease run out: what no board saw is free again, what a
 * board may have seen waits for that board. The run stays noted on the latter: should it be alive after all (a
 * clock that was set forward), it may go on; on the former its next step is refused.
 */
export async function endLeases(rows: Rows, stamp: Pick<Entry, 'at' | 'actor'>): Promise<void> {
  const late = await rows.all(
    query
      .selectFrom('license')
      .selectAll()
      .where('state', '=', 'reserved')
      .where('reserved_at', '<', stamp.at - LEASE_MS)
      .orderBy('id')
      .forUpdate(),
  );
  for (const row of late) {
    const change =
      row.exposed === 1
        ? ({ state: 'quarantined' } as const)
        : ({ state: 'free', mac: null, run_id: null, reserved_at: null } as const);
    await move(rows, row, change, { ...stamp, step: 'lease-ended', runId: row.run_id });
  }
}
