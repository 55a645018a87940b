import { join } from 'node:path';

import type { LicenseState } from '../../../../shared/domain/license.js';
import { fixedSecrets } from '../../secrets/testing/fixed-key.js';
import { reconcile } from '../ledger/reconcile.js';
import { query, rowsOf, type Rows } from '../store/query.js';
import { openSqlite, unsoundness } from '../store/sqlite.js';

export interface AuditRow {
  readonly id: number;
  readonly uuid: string;
  readonly mac: string | null;
  readonly state: LicenseState;
  readonly exposed: 0 | 1;
}

export interface Audit {
  readonly licenses: readonly AuditRow[];
  /** Every way in which the ledger does not add up, in words. */
  readonly faults: readonly string[];
}

/** The licenses of a ledger as they stand, and what is wrong with it, on whatever engine. */
export async function auditRows(rows: Rows, unsound: readonly string[] = []): Promise<Audit> {
  const { faults } = await reconcile(rows, unsound);
  const wanted = query.selectFrom('license').select(['id', 'uuid', 'mac', 'state', 'exposed']).orderBy('id');
  return { licenses: await rows.all(wanted), faults: faults.map(({ kind, where }) => `${kind}: ${where}`) };
}

/** Reads the ledger of a data folder past the store, opens nothing that is sealed, and changes nothing in it. */
export async function audit(folder: string): Promise<Audit> {
  const database = openSqlite(join(folder, 'ledger.sqlite'), { busyMs: 5000, readOnly: true });
  try {
    database.exec('BEGIN');
    return await auditRows(rowsOf(database, fixedSecrets), unsoundness(database));
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
