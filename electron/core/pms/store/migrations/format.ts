import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import type { Rows } from '../query.js';

/** One step of a database's format. Never edited once released; a change is a new one with the next number. */
export interface Format {
  /** The same number means the same tables on every engine. */
  readonly number: number;
  readonly sql: string;
  /** What SQL alone cannot do, in the same transaction; then `after`. */
  readonly fill?: (rows: Rows) => Promise<void>;
  readonly after?: string;
}

/** From this one on a ledger has a row in ledger_key. */
export const SEALED_FORMAT = 4;

/**
 * The steps from what a database has to what this Kiln writes.
 * @param found 0 for a new one
 * @throws KilnError STORE_NEWER
 */
export function stepsFrom(found: number, formats: readonly Format[]): readonly Format[] {
  const known = lastOf(formats);
  if (found > known) throw new KilnError('STORE_NEWER', { found, known });
  return formats.filter(({ number }) => number > found);
}

/** The format this Kiln writes. */
export function lastOf(formats: readonly Format[]): number {
  return formats.at(-1)?.number ?? 0;
}
