import { query, type Rows } from '../store/query.js';
import type { Claim, LeasedBatch, LeaseRequest, Leases } from '../pms.js';
import { endLeases } from './leases.js';
import { LET_GO, licenseFrom, move, type Entry, type LicenseRow } from './licenses.js';
import type { LicenseStep } from '../store/schema.js';
import { iso } from './token-rows.js';

/** How long a station may give a license to a board without a word of its server: a shift, and what comes between. */
export const LEASE_AHEAD_MS = 12 * 60 * 60_000;
/**
 * `since` is a moment of another transaction, perhaps of a server whose clock is not quite the same, and what was being
 * written then may have been seen by nobody. Longer than both; short, as all boards of that time are told again.
 */
const MARGIN_MS = 30_000;
/** What gives a license to a board. */
const BINDING: readonly LicenseStep[] = ['reserve', 'take'];

type Stamp = Pick<Entry, 'at' | 'actor'>;

/** What a station has set aside and no board was given, its time over or not. */
const unusedOf = (token: string, station: string) =>
  query
    .selectFrom('license')
    .selectAll()
    .where('token', '=', token)
    .where('leased_to', '=', station)
    .where('mac', 'is', null)
    .where('exposed', '=', 0)
    .orderBy('id')
    .forUpdate();

/** One that the station of this claim has set aside, or nothing. */
export async function nextLeased(
  rows: Rows,
  { token, station }: Pick<Claim, 'token' | 'station'>,
): Promise<LicenseRow | undefined> {
  if (station === undefined) return undefined;
  return await rows.first(unusedOf(token, station).limit(1).skipLocked());
}

const freeOf = (token: string) =>
  query
    .selectFrom('license')
    .where('token', '=', token)
    .where('state', '=', 'free')
    .where('exposed', '=', 0)
    .where('held', '=', 0);

/** Boards of a token that have a license, all or those that were given one since. */
async function takenOf(rows: Rows, token: string, since: number | null): Promise<string[]> {
  const bound = query
    .selectFrom('license')
    .select('license.mac')
    .distinct()
    .where('license.token', '=', token)
    .where('license.mac', 'is not', null);
  const found =
    since === null
      ? bound
      : bound
          .innerJoin('license_event', 'license_event.license_id', 'license.id')
          .where('license_event.at', '>=', since - MARGIN_MS)
          .where('license_event.step', 'in', BINDING);
  return (await rows.all(found)).map(({ mac }) => mac ?? '');
}

/**
 * Sets licenses aside for a station, up to `count` in all. Stations that lease share what a token has left in equal parts,
 * one part stays free for those that do not: none may keep more than half of what it has and what is free together. To go
 * on with what it has is no move, and has no line.
 */
export async function lease(
  rows: Rows,
  { token, station, count, since }: LeaseRequest,
  stamp: Stamp,
): Promise<LeasedBatch> {
  // Before anybody has to wait: what others write meanwhile is told the next time.
  const taken = await takenOf(rows, token, since === undefined ? null : new Date(since).getTime());
  // One station at a time: two that look at once would each take their share of the same.
  await rows.first(query.selectFrom('token').select('token').where('token', '=', token).forNoKeyUpdate());
  const until = stamp.at + LEASE_AHEAD_MS;
  const entry: Entry = { ...stamp, step: 'lease', runId: null, reason: station };
  const own = await rows.all(unusedOf(token, station));
  const [over, good] = [
    own.filter(({ state }) => state === 'quarantined'),
    own.filter(({ state }) => state === 'reserved').map(({ id }) => id),
  ];
  for (const row of over) await move(rows, row, { state: 'reserved', leased_until: until }, entry);
  if (good.length > 0)
    await rows.run(query.updateTable('license').set({ leased_until: until }).where('id', 'in', good));

  await endLeases(rows, stamp);
  const free =
    (await rows.first(freeOf(token).select((eb) => eb.fn.countAll<number>().as('count'))))?.count ?? 0;
  const keep = Math.min(count, Math.floor((own.length + free) / 2));
  const more = freeOf(token)
    .selectAll()
    .orderBy('id')
    .limit(Math.max(0, keep - own.length))
    .forUpdate()
    .skipLocked();
  const change = {
    state: 'reserved',
    reserved_at: stamp.at,
    leased_to: station,
    leased_until: until,
  } as const;
  const added: LicenseRow[] = [];
  for (const row of await rows.all(more)) added.push(await move(rows, row, change, entry));

  return {
    licenses: [...own, ...added].map((row) => licenseFrom(rows, row)),
    keep,
    forMs: LEASE_AHEAD_MS,
    taken,
    asOf: iso(stamp.at),
  };
}

/** A station says that no board saw these: they are free. What it has not set aside (any more) is passed over. */
export async function giveBack(
  rows: Rows,
  { token, station, uuids }: Parameters<Leases['giveBack']>[0],
  stamp: Stamp,
): Promise<void> {
  if (uuids.length === 0) return;
  for (const row of await rows.all(unusedOf(token, station).where('uuid', 'in', uuids))) {
    await move(rows, row, LET_GO, { ...stamp, step: 'return', runId: null, reason: station });
  }
}
