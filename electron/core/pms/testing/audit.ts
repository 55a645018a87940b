import { join } from 'node:path';

import type { LicenseState } from '../../../../shared/domain/license.js';
import { openSqlite } from '../store/sqlite.js';

export interface AuditRow {
  readonly id: number;
  readonly uuid: string;
  readonly mac: string | null;
  readonly state: LicenseState;
  readonly exposed: 0 | 1;
}

interface EventRow {
  readonly license_id: number;
  readonly step: string;
  readonly mac: string | null;
  readonly from_state: LicenseState | null;
  readonly to_state: LicenseState;
  readonly exposed: 0 | 1;
}

/**
 * Reads a ledger past the store: the licenses as they stand, and every way in which the lines written about them
 * do not add up to that. Nothing to say is a balanced ledger.
 */
export function audit(folder: string): { licenses: AuditRow[]; faults: string[] } {
  const database = openSqlite(join(folder, 'ledger.sqlite'), { busyMs: 5000, readOnly: true });
  try {
    const licenses = database
      .prepare('SELECT id, uuid, mac, state, exposed FROM license')
      .all() as AuditRow[];
    const events = database.prepare('SELECT * FROM license_event ORDER BY id').all() as EventRow[];
    const faults: string[] = [];
    const last = new Map<number, EventRow>();
    for (const event of events) {
      const before = last.get(event.license_id);
      if ((before?.to_state ?? null) !== event.from_state) faults.push(`gap in license ${event.license_id}`);
      if (before?.exposed === 1 && event.exposed === 0) faults.push(`license ${event.license_id} unexposed`);
      if (before?.exposed === 1 && event.mac !== before.mac)
        faults.push(`license ${event.license_id} changed boards`);
      last.set(event.license_id, event);
    }
    for (const { id, state, exposed, mac } of licenses) {
      const event = last.get(id);
      if (event?.to_state !== state || event.exposed !== exposed) faults.push(`license ${id} moved unsaid`);
      if (state !== 'free' && event?.mac !== mac) faults.push(`license ${id} is with another board`);
    }
    const check = database.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    faults.push(...check.map((row) => row.integrity_check).filter((text) => text !== 'ok'));
    return { licenses, faults };
  } finally {
    database.close();
  }
}

/** Everything a ledger says outside the two tables that hold secrets by design, as one text. */
export function openText(folder: string): string {
  const database = openSqlite(join(folder, 'ledger.sqlite'), { busyMs: 5000, readOnly: true });
  try {
    return JSON.stringify([
      database.prepare('SELECT * FROM license_event').all(),
      database.prepare('SELECT run_id, port, started_at, outcome, record FROM run').all(),
      database.prepare('SELECT * FROM firmware').all(),
    ]);
  } finally {
    database.close();
  }
}
