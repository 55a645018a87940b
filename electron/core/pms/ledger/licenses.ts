import type { Selectable } from 'kysely';

import type { License, LicenseState } from '../../../../shared/domain/license.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Claim, Held } from '../pms.js';
import { query, type Rows } from '../store/query.js';
import { openLicense } from '../store/sealed-license.js';
import type { Flag, LicenseStep, LicenseTable } from '../store/schema.js';

export type LicenseRow = Selectable<LicenseTable>;

/** What goes into the ledger beside the change itself. */
export interface Entry {
  readonly at: number;
  /** The program or the person at it; the ledger's "who". */
  readonly actor: string;
  readonly step: LicenseStep;
  readonly runId: string | null;
  readonly reason?: string;
}

export type Change = Partial<
  Pick<
    LicenseRow,
    | 'state'
    | 'exposed'
    | 'mac'
    | 'run_id'
    | 'reserved_at'
    | 'held'
    | 'token'
    | 'list_order'
    | 'leased_to'
    | 'leased_until'
  >
>;

/** Not in anybody's hand, as it was before. */
export const LET_GO = {
  state: 'free',
  mac: null,
  run_id: null,
  reserved_at: null,
  leased_to: null,
  leased_until: null,
} as const satisfies Change;

/** The one place where a license changes: the change and its line in the ledger, never one without the other. */
export async function move(rows: Rows, row: LicenseRow, change: Change, entry: Entry): Promise<LicenseRow> {
  const after = { ...row, ...change };
  if (Object.keys(change).length > 0)
    await rows.run(query.updateTable('license').set(change).where('id', '=', row.id));
  await rows.run(
    query.insertInto('license_event').values({
      license_id: row.id,
      at: entry.at,
      actor: entry.actor,
      step: entry.step,
      run_id: entry.runId,
      // A license that goes back to free still names the board it was meant for.
      mac: after.mac ?? row.mac,
      from_state: row.state,
      to_state: after.state,
      exposed: after.exposed,
      reason: entry.reason ?? null,
    }),
  );
  return after;
}

const ofMac = (token: string, mac: string) =>
  query.selectFrom('license').selectAll().where('token', '=', token).where('mac', '=', mac);

/** The license a token gave to a MAC, whatever its state; only to look at. */
export async function licenseOfMac(rows: Rows, token: string, mac: string): Promise<LicenseRow | undefined> {
  return await rows.first(ofMac(token, mac));
}

/** The same, to be moved: others that want it wait until this transaction is over. */
export async function lockedOfMac(rows: Rows, token: string, mac: string): Promise<LicenseRow | undefined> {
  return await rows.first(ofMac(token, mac).forUpdate());
}

/**
 * The next one nobody has, in the order of the list, locked. What another transaction has in its hand at the moment is
 * passed over; only where nothing else is left is it waited for, as that one may fail and leave it free.
 */
export async function nextFree(rows: Rows, token: string): Promise<LicenseRow | undefined> {
  const free = query
    .selectFrom('license')
    .selectAll()
    .where('token', '=', token)
    .where('state', '=', 'free')
    // Always so for a free one; said for the index, whose next column is the order of the list.
    .where('exposed', '=', 0)
    .where('held', '=', 0)
    .orderBy('id')
    .limit(1);
  do {
    const next = (await rows.first(free.forUpdate().skipLocked())) ?? (await rows.first(free.forUpdate()));
    if (next !== undefined) return next;
  } while ((await rows.first(free)) !== undefined);
  return undefined;
}

/**
 * The license a run has in its hand.
 * @throws KilnError LICENSE_STATE where the run has none: it never reserved, gave it up, let its lease run out
 * before the board saw it, or another run of the same board took over
 */
export async function heldBy(rows: Rows, claim: Claim, wanted: LicenseState): Promise<LicenseRow> {
  const row = await lockedOfMac(rows, claim.token, claim.mac);
  if (row === undefined || row.run_id !== claim.runId) {
    throw new KilnError('LICENSE_STATE', { state: row?.state ?? 'free', wanted, mac: claim.mac });
  }
  return row;
}

/** True where a run other than this one sent the license to its board. */
async function wentOutBefore(rows: Rows, row: LicenseRow, runId: string): Promise<boolean> {
  const earlier = query
    .selectFrom('license_event')
    .select('id')
    .where('license_id', '=', row.id)
    .where('step', 'in', ['expose', 'take', 'write'])
    .where('run_id', '<>', runId)
    .limit(1);
  return (await rows.first(earlier)) !== undefined;
}

/** @throws KilnError SECRET_UNREADABLE */
export function licenseFrom(rows: Rows, row: LicenseRow): License {
  return openLicense(rows.secrets, row);
}

export async function heldFrom(
  rows: Rows,
  row: LicenseRow,
  { runId, station }: Pick<Claim, 'runId' | 'station'>,
): Promise<Held> {
  const reused = row.exposed === 1 && (await wentOutBefore(rows, row, runId));
  const leased = row.leased_to !== null && row.leased_to === station;
  return { license: licenseFrom(rows, row), reused, leased };
}

export const flag = (value: boolean): Flag => (value ? 1 : 0);

/** What becomes of a license that a run gives up. No board saw a leased one: its station may give it to the next. */
export function givenUp(row: LicenseRow): Change {
  const back = row.state === 'reserved' || row.state === 'quarantined';
  if (back && row.exposed === 0) return row.leased_to === null ? LET_GO : { mac: null, run_id: null };
  return row.state === 'reserved' ? { state: 'quarantined', run_id: null } : { run_id: null };
}
