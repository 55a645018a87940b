import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Taking } from '../pms.js';
import { query, type Rows } from '../store/query.js';
import { LEASE_MS } from './leases.js';
import { givenUp, lockedOfMac, move, type Change, type Entry, type LicenseRow } from './licenses.js';
import type { Liveness } from './liveness.js';
import { isLive } from './run-rows.js';

/** What is known of a report beside what it says. */
export interface Report {
  readonly at: number;
  readonly actor: string;
  readonly liveness: Liveness;
  /** What it would have been refused for, had it been asked before: stands in the ledger. */
  readonly breaches: readonly string[];
  /** Whoever reports may not use the token, so is heard only of what is the station's own. */
  readonly stranger: boolean;
}

interface Case {
  readonly taking: Taking;
  readonly report: Report;
}

function entry({ taking, report }: Case, step: Entry['step'], more: readonly string[] = []): Entry {
  const { at, actor, breaches } = report;
  const reason = [taking.station, ...breaches, ...more].join(', ');
  return { at, actor, step, runId: taking.runId, reason };
}

const lost = ({ taking }: Case): KilnError => new KilnError('LEASE_LOST', { uuid: taking.uuid });

function conflict({ taking }: Case, other: LicenseRow): KilnError {
  return new KilnError('LEASE_CONFLICT', { uuid: taking.uuid, other: other.uuid, mac: taking.mac });
}

async function wasTaken(rows: Rows, row: LicenseRow, { taking }: Case): Promise<boolean> {
  const line = query
    .selectFrom('license_event')
    .select('id')
    .where('license_id', '=', row.id)
    .where('step', '=', 'take')
    .where('run_id', '=', taking.runId)
    .limit(1);
  return (await rows.first(line)) !== undefined;
}

/** The books have this very license for this board: it was seen, and is in the hand of this run unless another lives that has it. */
async function sameBoard(rows: Rows, row: LicenseRow, one: Case): Promise<void> {
  if (await wasTaken(rows, row, one)) return;
  const { taking, report } = one;
  const other = row.run_id === taking.runId ? null : row.run_id;
  const busy = other !== null && (await isLive(rows, other, { liveness: report.liveness, now: report.at }));
  const state = row.state === 'quarantined' ? 'reserved' : row.state;
  const change: Change = busy
    ? { exposed: 1 }
    : { exposed: 1, state, run_id: taking.runId, reserved_at: report.at };
  await move(rows, row, change, entry(one, 'take'));
}

/**
 * Somebody else has it. That two boards may hold it is said in its history, and no third one is ever given it.
 * @returns the refusal
 */
async function othersBoard(rows: Rows, row: LicenseRow, one: Case): Promise<KilnError> {
  if (one.report.stranger || (await wasTaken(rows, row, one))) return lost(one);
  const aside =
    row.mac === null ? ({ state: 'quarantined', exposed: 1 } as const) : ({ exposed: 1 } as const);
  await move(rows, row, row.exposed === 1 ? {} : aside, entry(one, 'take', [`also on ${one.taking.mac}`]));
  return lost(one);
}

/** Brings one that no board saw into the hand of its station: let go of by a run, and leased, where it was not. */
async function inHand(rows: Rows, row: LicenseRow, one: Case): Promise<LicenseRow> {
  const { station, uuid } = one.taking;
  let idle = row;
  if (row.mac !== null) {
    const to = { ...entry(one, 'abandon', [`${uuid} is on ${one.taking.mac}`]), runId: row.run_id };
    idle = await move(rows, row, givenUp(row), to);
  }
  if (idle.leased_to === station) return idle;
  const { at } = one.report;
  const change = {
    state: 'reserved',
    reserved_at: at,
    leased_to: station,
    leased_until: at,
    held: 0,
  } as const;
  return await move(rows, idle, change, { ...entry(one, 'lease'), reason: station });
}

/** One that no board can have seen, whoever has it: nobody but the station that reports may have shown it unheard. */
const isUnseen = (row: LicenseRow, station: string): boolean =>
  row.exposed === 0 && (row.leased_to === null || row.leased_to === station);

/**
 * A station gave a license to a board, and the board saw it: that is so, whatever would have been said to it before. The
 * same report twice is one.
 * @returns null, or what to throw once the books are written: they keep what is said of a license that is refused
 */
export async function take(rows: Rows, taking: Taking, report: Report): Promise<KilnError | null> {
  const one: Case = { taking, report };
  const { token, uuid, station, mac, runId } = taking;
  const row = await rows.first(
    query.selectFrom('license').selectAll().where('token', '=', token).where('uuid', '=', uuid).forUpdate(),
  );
  if (row === undefined) return lost(one);
  if (row.mac === mac) {
    await sameBoard(rows, row, one);
    return null;
  }
  const other = await lockedOfMac(rows, token, mac);
  // Put aside before: by this very report, or by another station's.
  if (row.exposed === 1 && row.mac === null && other !== undefined) return conflict(one, other);
  if (!isUnseen(row, station)) return await othersBoard(rows, row, one);
  if (report.stranger && row.leased_to !== station) return lost(one);

  const idle = await inHand(rows, row, one);
  if (other === undefined || isUnseen(other, station)) {
    if (other !== undefined) {
      const to = { ...entry(one, 'abandon', [`${mac} has ${uuid}`]), runId: other.run_id };
      await move(rows, other, givenUp(other), to);
    }
    const change = {
      state: 'reserved',
      exposed: 1,
      mac,
      run_id: runId,
      reserved_at: report.at,
      // As long as any run has what it has in hand, however late it is heard of.
      leased_until: Math.max(idle.leased_until ?? 0, report.at + LEASE_MS),
    } as const;
    await move(rows, idle, change, entry(one, 'take'));
    return null;
  }
  const aside = { state: 'quarantined', exposed: 1 } as const;
  await move(rows, idle, aside, entry(one, 'take', [`${mac} has ${other.uuid}`]));
  return conflict(one, other);
}
