import type { SqlConnection } from '../sqlite.js';
import { lastOf, stepsFrom, type Format } from './format.js';
import { SQLITE_1 } from './sqlite-1.js';
import { SQLITE_2 } from './sqlite-2.js';
import { SQLITE_3 } from './sqlite-3.js';

/** In order. The database keeps the number of the last one in user_version. */
export const SQLITE_FORMATS: readonly Format[] = [
  { number: 1, sql: SQLITE_1 },
  { number: 2, sql: SQLITE_2 },
  { number: 3, sql: SQLITE_3 },
];

/** The format this Kiln writes. */
export const KNOWN_FORMAT = lastOf(SQLITE_FORMATS);

/** The format a database has; 0 for a new one. */
export function formatOf(connection: SqlConnection): number {
  const [row] = connection.prepare('PRAGMA user_version').all() as { user_version: number }[];
  return row?.user_version ?? 0;
}

/**
 * Brings a database up to the format of this Kiln. To be called inside a transaction.
 * @throws KilnError STORE_NEWER
 */
export function migrate(connection: SqlConnection): void {
  for (const { number, sql } of stepsFrom(formatOf(connection), SQLITE_FORMATS)) {
    connection.exec(sql);
    connection.exec(`PRAGMA user_version = ${number}`);
  }
}
