import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { maskToken } from '../../../../shared/domain/token.js';
import type { Claim, Held } from '../pms.js';
import type { Rows } from '../store/query.js';
import { LEASE_AHEAD_MS, nextLeased } from './ahead.js';
import { endLeases } from './leases.js';
import {
  givenUp,
  heldBy,
  heldFrom,
  lockedOfMac,
  move,
  nextFree,
  type Entry,
  type LicenseRow,
} from './licenses.js';
import type { Liveness } from './liveness.js';
import { isLive } from './run-rows.js';
import { leasedOf, poolOf } from './token-rows.js';

/** When and by whom; the step is added by the move itself. */
export type Stamp = Pick<Entry, 'at' | 'actor'>;

function entry(stamp: Stamp, claim: Claim, step: Entry['step']): Entry {
  return { ...stamp, step, runId: claim.runId };
}

/**
 * Leased to another station, which has not said yet whether this board saw it. It may not even know that it is this
 * board's (the answer got lost), and show it to the next one: nobody but that station may give it to a board.
 */
function isUnheard(row: LicenseRow, { station }: Claim): boolean {
  return row.leased_to !== null && row.leased_to !== station && row.exposed === 0;
}

/**
 * Takes over the license of this board, or one that its station has leased, or a free one. A quarantined one is in hand
 * again: its board came back.
 * @throws KilnError POOL_EMPTY, MAC_CLASH while another run, which lives, has the license of this MAC in its hand
 */
export async function reserve(
  rows: Rows,
  claim: Claim,
  { liveness, ...stamp }: Stamp & { readonly liveness: Liveness },
): Promise<Held> {
  const own = await lockedOfMac(rows, claim.token, claim.mac);
  if (own !== undefined) {
    const other = own.run_id === claim.runId ? null : own.run_id;
    // Two boards with one address at the same time: the license can be the own of one of them only.
    if (other !== null && (await isLive(rows, other, { liveness, now: stamp.at }))) {
      throw new KilnError('MAC_CLASH', { mac: claim.mac });
    }
    if (!isUnheard(own, claim)) {
      const state = own.state === 'quarantined' ? 'reserved' : own.state;
      const taken = await move(
        rows,
        own,
        { state, run_id: claim.runId, reserved_at: stamp.at },
        entry(stamp, claim, 'reserve'),
      );
      return await heldFrom(rows, taken, claim);
    }
    await move(rows, own, givenUp(own), { ...entry(stamp, claim, 'abandon'), runId: own.run_id });
  }
  await endLeases(rows, stamp);
  const free = (await nextLeased(rows, claim)) ?? (await nextFree(rows, claim.token));
  if (free === undefined) {
    throw new KilnError('POOL_EMPTY', {
      token: maskToken(claim.token),
      amount: (await poolOf(rows, claim.token)).counts.amount,
      leased: await leasedOf(rows, claim.token),
    });
  }
  const { mac, runId } = claim;
  const again = free.leased_to === null ? {} : { leased_until: stamp.at + LEASE_AHEAD_MS };
  const change = { state: 'reserved', mac, run_id: runId, reserved_at: stamp.at, ...again } as const;
  return await heldFrom(rows, await move(rows, free, change, entry(stamp, claim, 'reserve')), claim);
}

/** A run whose lease ended in mid-work, and which is still at the same board, has it in hand again. */
async function backFromQuarantine(
  rows: Rows,
  row: LicenseRow,
  { stamp, claim }: { stamp: Stamp; claim: Claim },
): Promise<LicenseRow> {
  if (row.state !== 'quarantined') return row;
  return await move(rows, row, { state: 'reserved', reserved_at: stamp.at }, entry(stamp, claim, 'reserve'));
}

/** Marks that the board may have seen it, before it does; again at a re-run, where the state does not move. */
export async function expose(rows: Rows, claim: Claim, stamp: Stamp): Promise<void> {
  const row = await backFromQuarantine(rows, await heldBy(rows, claim, 'reserved'), { stamp, claim });
  await move(rows, row, { exposed: 1 }, entry(stamp, claim, 'expose'));
}

/** It is the board's now, and no station's. */
const WRITTEN = { state: 'written', exposed: 1, leased_to: null, leased_until: null } as const;

/**
 * The board showed the license in its own reply. That is proof even where no expose went before (a ledger restored
 * from a backup knows less than the board): refusing it would set a license free that a board holds.
 */
export async function markWritten(rows: Rows, claim: Claim, stamp: Stamp): Promise<void> {
  const row = await backFromQuarantine(rows, await heldBy(rows, claim, 'written'), { stamp, claim });
  const change = row.state === 'validated' ? {} : WRITTEN;
  await move(rows, row, change, entry(stamp, claim, 'write'));
}

/** @throws KilnError LICENSE_STATE where the license was not read back from this board */
export async function validate(rows: Rows, claim: Claim, stamp: Stamp): Promise<void> {
  const row = await heldBy(rows, claim, 'validated');
  if (row.state !== 'written' && row.state !== 'validated') {
    throw new KilnError('LICENSE_STATE', { state: row.state, wanted: 'validated', mac: claim.mac });
  }
  await move(rows, row, { state: 'validated' }, entry(stamp, claim, 'validate'));
}

/** The run gives up what it has in hand; where it has nothing (any more), nothing happens. */
export async function abandon(
  rows: Rows,
  claim: Claim,
  note: Stamp & { readonly reason: string },
): Promise<void> {
  const row = await lockedOfMac(rows, claim.token, claim.mac);
  if (row === undefined || row.run_id !== claim.runId) return;
  const { reason, ...stamp } = note;
  await move(rows, row, givenUp(row), { ...entry(stamp, claim, 'abandon'), reason });
}
