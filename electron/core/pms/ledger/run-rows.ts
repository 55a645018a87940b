import { sql } from 'kysely';

import { NOTHING_YET, RunRecord } from '../../../../shared/contract/records.js';
import { maskSecret } from '../../../../shared/domain/license.js';
import { MODES, RUN_MODES, type RunMode } from '../../../../shared/domain/stage.js';
import { isToken, maskToken } from '../../../../shared/domain/token.js';
import { query, type Rows } from '../store/query.js';
import { heldFrom, type LicenseRow } from './licenses.js';
import { LEASE_MS } from './leases.js';
import type { Liveness } from './liveness.js';
import { fileOf, tokenRow } from './token-rows.js';

/** More than any view shows. */
const MOST_RUNS = 10_000;
/** At once: the next start goes on from there. */
const MOST_CLOSED = 1000;

interface NewRun {
  readonly runId: string;
  readonly token: string | null;
  readonly port: string;
  readonly startedAt: Date;
  readonly pid: number | null;
  readonly mode?: RunMode | undefined;
}

/** Opens a record; the same run twice is one run. */
export async function startRun(rows: Rows, run: NewRun): Promise<void> {
  const values = {
    run_id: run.runId,
    token: run.token,
    port: run.port,
    started_at: run.startedAt.getTime(),
    pid: run.pid,
    mode: run.mode ?? null,
  };
  await rows.run(
    query
      .insertInto('run')
      .values(values)
      .onConflict((conflict) => conflict.doNothing()),
  );
}

/** Notes that a run is still worked on; one that is closed stays as it is. */
export async function noteSeen(rows: Rows, runId: string, now: number): Promise<void> {
  await rows.run(
    query.updateTable('run').set({ seen_at: now }).where('run_id', '=', runId).where('outcome', 'is', null),
  );
}

interface Looking {
  readonly liveness: Liveness;
  readonly now: number;
}

/** True while the run is open and somebody works on it. */
export async function isLive(rows: Rows, runId: string, { liveness, now }: Looking): Promise<boolean> {
  const open = await rows.first(
    query
      .selectFrom('run')
      .select(['pid', 'started_at', 'seen_at'])
      .where('run_id', '=', runId)
      .where('outcome', 'is', null),
  );
  if (open === undefined) return false;
  const lastStep = query
    .selectFrom('license_event')
    .select((eb) => eb.fn.max('at').as('at'))
    .where('run_id', '=', runId);
  const seenAt = Math.max(open.started_at, open.seen_at ?? 0, (await rows.first(lastStep))?.at ?? 0);
  return liveness.lives({ pid: open.pid, seenAt }, now);
}

/** Records hold what is masked. Should a caller forget, the ledger does not. */
function withoutSecrets(record: RunRecord): RunRecord {
  const { token, license } = record;
  const bare = license !== null && /^[0-9A-Za-z]{32}$/.test(license.authkey);
  return {
    ...record,
    token: token !== null && isToken(token) ? maskToken(token) : token,
    license: bare ? { ...license, authkey: maskSecret(license.authkey) } : license,
  };
}

/** Closes a record. The first one stays, unless it only said that the run was lost and now the run speaks for itself. */
export async function finishRun(rows: Rows, finished: RunRecord): Promise<void> {
  const record = withoutSecrets(RunRecord.parse(finished));
  const closing = { outcome: record.outcome, record: JSON.stringify(record) };
  const startedAt = new Date(record.startedAt).getTime();
  await rows.run(
    query
      .insertInto('run')
      .values({
        run_id: record.runId,
        pid: null,
        token: null,
        port: record.port,
        started_at: startedAt,
        ...closing,
      })
      .onConflict((conflict) =>
        conflict
          .column('run_id')
          .doUpdateSet(closing)
          .where((eb) => eb.or([eb('run.outcome', 'is', null), eb('run.outcome', '=', 'interrupted')])),
      ),
  );
}

/** Its end is not included. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** Finished runs, newest first. */
export async function finishedRuns(rows: Rows, limit: number, range?: TimeRange): Promise<RunRecord[]> {
  const wanted = Math.min(MOST_RUNS, Math.max(0, Math.trunc(limit) || 0));
  let runs = query.selectFrom('run').select('record').where('record', 'is not', null);
  if (range !== undefined) {
    runs = runs.where('started_at', '>=', range.from.getTime()).where('started_at', '<', range.to.getTime());
  }
  const found = await rows.all(
    runs
      .orderBy('started_at', 'desc')
      // Two that started in the same millisecond: the one opened later.
      .orderBy(sql`run.rowid`, 'desc')
      .limit(wanted),
  );
  return found.map(({ record }) => RunRecord.parse(JSON.parse(record ?? 'null')));
}

/** The record of one run, null while it is open or where there is none. */
export async function finishedRun(rows: Rows, runId: string): Promise<RunRecord | null> {
  const found = await rows.first(query.selectFrom('run').select('record').where('run_id', '=', runId));
  return typeof found?.record === 'string' ? RunRecord.parse(JSON.parse(found.record)) : null;
}

interface OpenRun {
  readonly run_id: string;
  readonly token: string | null;
  readonly port: string;
  readonly started_at: number;
  readonly mode: RunMode | null;
}

/** Of a run that did not say: the first that may be without a token, where it was. */
function likelyMode(token: string | null): RunMode {
  return RUN_MODES.find((mode) => token !== null || MODES[mode].token !== 'required') ?? RUN_MODES[0];
}

async function interruptedRecord(rows: Rows, run: OpenRun): Promise<RunRecord> {
  const token = run.token === null ? null : await tokenRow(rows, run.token);
  const last = await rows.first(
    query
      .selectFrom('license_event')
      .innerJoin('license', 'license.id', 'license_event.license_id')
      .selectAll('license')
      .select(['license_event.at as last_at', 'license_event.mac as last_mac'])
      .where('license_event.run_id', '=', run.run_id)
      .orderBy('license_event.id', 'desc')
      .limit(1),
  );
  return {
    ...NOTHING_YET,
    runId: run.run_id,
    mode: run.mode ?? likelyMode(run.token),
    outcome: 'interrupted',
    startedAt: new Date(run.started_at).toISOString(),
    // Nobody saw it end; this is how long it is known to have lived.
    seconds: last === undefined ? 0 : Math.max(0, (last.last_at - run.started_at) / 1000),
    port: run.port,
    token: run.token === null ? null : maskToken(run.token),
    chip: null,
    bootVersion: null,
    flashId: null,
    flashBytes: null,
    baudRate: null,
    mac: last?.last_mac ?? null,
    firmware:
      token === null ? null : { identifier: token.identifier, version: token.version, file: fileOf(token) },
    written: null,
    fingerprint: null,
    license: last === undefined || last.exposed === 0 ? null : await licenseInRecord(rows, last, run.run_id),
    country: null,
    rssi: null,
    stages: [],
    error: null,
  };
}

async function licenseInRecord(rows: Rows, row: LicenseRow, runId: string): Promise<RunRecord['license']> {
  const { license, reused } = await heldFrom(rows, row, { runId });
  return { uuid: license.uuid, authkey: maskSecret(license.authkey), reused };
}

/** Closes runs that were opened longer ago than a lease, and that nobody works on: their program died under them. */
export async function closeInterrupted(rows: Rows, look: Looking): Promise<void> {
  const open = await rows.all(
    query
      .selectFrom('run')
      .select(['run_id', 'token', 'port', 'started_at', 'mode'])
      .where('outcome', 'is', null)
      .where('started_at', '<', look.now - LEASE_MS)
      .orderBy('started_at')
      .limit(MOST_CLOSED),
  );
  for (const run of open) {
    if (!(await isLive(rows, run.run_id, look))) await finishRun(rows, await interruptedRecord(rows, run));
  }
}
