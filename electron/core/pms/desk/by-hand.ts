import type { LicenseState } from '../../../../shared/domain/license.js';
import type { ErrorCode } from '../../../../shared/errors/codes.js';
import { KilnError, type CodedError } from '../../../../shared/errors/kiln-error.js';
import { LET_GO, move, type Change, type Entry } from '../ledger/licenses.js';
import { isLive } from '../ledger/run-rows.js';
import type { Stamp } from '../ledger/moves.js';
import type { Rows } from '../store/query.js';
import type { DeskParts } from './context.js';
import { standingOf, type License } from './ledger-rows.js';

interface Hand {
  readonly stamp: Stamp;
  readonly reason: string;
  readonly liveness: DeskParts['liveness'];
}

function wrongState(license: License, wanted: LicenseState): KilnError {
  return new KilnError('LICENSE_STATE', { state: standingOf(license), wanted, mac: license.mac });
}

/** @throws KilnError LICENSE_IN_HAND while a run lives that has it */
async function refuseInHand(rows: Rows, license: License, { liveness, stamp }: Hand): Promise<void> {
  if (license.run_id === null) return;
  if (await isLive(rows, license.run_id, { liveness, now: stamp.at })) {
    throw new KilnError('LICENSE_IN_HAND', { uuid: license.uuid });
  }
}

function entry(step: Entry['step'], license: License, { stamp, reason }: Hand): Entry {
  return { ...stamp, step, runId: license.run_id, reason };
}

/** On no board for certain, and neither free nor kept back. */
const isReserved = ({ state, exposed }: License): boolean =>
  state === 'reserved' || (state === 'quarantined' && exposed === 0);

/**
 * Sets free what is certain to have been on no board: what was kept back, what a run reserved that died before it sent
 * anything, and what was set aside for a station whose time is over: that it gave it to no board is for whoever releases
 * it to know, and until then the station may give it to one at any moment.
 * @throws KilnError LICENSE_SEEN where a board may have it, LICENSE_STATE where there is nothing to release, LICENSE_IN_HAND
 */
export async function release(rows: Rows, license: License, hand: Hand): Promise<License> {
  if (license.exposed === 1) throw new KilnError('LICENSE_SEEN', { uuid: license.uuid, mac: license.mac });
  if (license.held === 1) return move(rows, license, { held: 0 }, entry('release', license, hand));
  if (!isReserved(license)) throw wrongState(license, 'free');
  await refuseInHand(rows, license, hand);
  if (license.leased_until !== null && license.leased_until >= hand.stamp.at)
    throw new KilnError('LICENSE_IN_HAND', { uuid: license.uuid });
  return move(rows, license, LET_GO, entry('release', license, hand));
}

/**
 * Keeps a license from being given out. One that a board may have is quarantined for that board; any other is held.
 * @throws KilnError LICENSE_STATE where it is delivered, proved on its board, or kept back already; LICENSE_IN_HAND
 */
export async function quarantine(rows: Rows, license: License, hand: Hand): Promise<License> {
  const idle = license.state === 'free' && license.held === 0 && license.list_order === null;
  if (!idle && !isReserved(license)) throw wrongState(license, 'quarantined');
  await refuseInHand(rows, license, hand);
  // Its station may have shown it to that board, and nobody heard of it yet.
  const unheard = license.leased_to !== null && license.mac !== null;
  const change: Change =
    license.exposed === 1 || unheard
      ? { state: 'quarantined', exposed: 1, run_id: null }
      : idle
        ? { held: 1 }
        : { ...LET_GO, held: 1 };
  return move(rows, license, change, entry('quarantine', license, hand));
}

/** What one license may be refused with while the others go on; anything else is the end of all of it. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'LICENSE_SEEN',
  'LICENSE_STATE',
  'LICENSE_IN_HAND',
  'DESK_UNKNOWN',
]);

/**
 * Each in turn, and what became of it. They are taken in one order whoever asks, so that two who move the same
 * licenses wait for each other and not both.
 * @returns the outcomes in the order asked, each license once
 */
export async function eachByHand(
  uuids: readonly string[],
  act: (uuid: string) => Promise<unknown>,
): Promise<{ uuid: string; error: CodedError | null }[]> {
  const asked = [...new Set(uuids)];
  const errors = new Map<string, CodedError | null>();
  for (const uuid of [...asked].sort()) {
    try {
      await act(uuid);
      errors.set(uuid, null);
    } catch (thrown) {
      if (!(thrown instanceof KilnError && REFUSALS.has(thrown.code))) throw thrown;
      errors.set(uuid, thrown.toJSON());
    }
  }
  return asked.map((uuid) => ({ uuid, error: errors.get(uuid) ?? null }));
}
