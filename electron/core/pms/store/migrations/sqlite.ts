import type { Secrets } from '../../../secrets/secrets.js';
import { rowsOf } from '../query.js';
import type { SqlConnection } from '../sqlite.js';
import { lastOf, SEALED_FORMAT, stepsFrom, type Format } from './format.js';
import { sealLicenses } from './seal.js';
import { SQLITE_1 } from './sqlite-1.js';
import { SQLITE_2 } from './sqlite-2.js';
import { SQLITE_3 } from './sqlite-3.js';
import { SQLITE_4, SQLITE_4_SEALED } from './sqlite-4.js';
import { SQLITE_5 } from './sqlite-5.js';
import { SQLITE_6 } from './sqlite-6.js';

/** In order. The database keeps the number of the last one in user_version. */
export const SQLITE_FORMATS: readonly Format[] = [
  { number: 1, sql: SQLITE_1 },
  { number: 2, sql: SQLITE_2 },
  { number: 3, sql: SQLITE_3 },
  { number: 4, sql: SQLITE_4, fill: sealLicenses, after: SQLITE_4_SEALED },
  { number: 5, sql: SQLITE_5 },
  { number: 6, sql: SQLITE_6 },
];

/** The format this Kiln writes. */
export const KNOWN_FORMAT = lastOf(SQLITE_FORMATS);

/** The format a database has; 0 for a new one. */
export function formatOf(connection: SqlConnection): number {
  const [row] = connection.prepare('PRAGMA user_version').all() as { user_version: number }[];
  return row?.user_version ?? 0;
}

/** With which key a database is sealed; null where nothing is yet. @throws KilnError STORE_NEWER */
export function keyMarkOf(connection: SqlConnection): string | null {
  const found = formatOf(connection);
  stepsFrom(found, SQLITE_FORMATS);
  if (found < SEALED_FORMAT) return null;
  const [row] = connection.prepare('SELECT mark FROM ledger_key').all() as { mark: string }[];
  return row?.mark ?? null;
}

/**
 * Brings a database up to the format of this Kiln. To be called inside a transaction.
 * @throws KilnError STORE_NEWER
 */
export async function migrate(connection: SqlConnection, secrets: Secrets): Promise<void> {
  for (const { number, sql, fill, after } of stepsFrom(formatOf(connection), SQLITE_FORMATS)) {
    connection.exec(sql);
    await fill?.(rowsOf(connection, secrets));
    if (after !== undefined) connection.exec(after);
    connection.exec(`PRAGMA user_version = ${number}`);
  }
}
