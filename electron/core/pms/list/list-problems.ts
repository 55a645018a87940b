import { licenseProblem, type LicenseKind } from '../../../../shared/domain/license.js';
import type { ErrorRow } from '../../../../shared/errors/codes.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { ListedLicense } from '../pms.js';

/** What is wrong with a row; `problem` is a key of words.rows. */
export type RowProblem = ErrorRow;

/** Rows shown of a bad list; its `count` is of all. */
export const MOST_SHOWN = 200;

/** LIST_INVALID for these rows, or for these of so many. */
export function listInvalid(problems: readonly RowProblem[], count = problems.length): KilnError {
  return new KilnError('LIST_INVALID', { rows: problems.slice(0, MOST_SHOWN), count });
}

/** `value` names the row by its uuid, never by a key; an endless one is cut. */
export function problemAt({ row, uuid }: ListedLicense, problem: string): RowProblem {
  return uuid === '' || uuid.length > 24 ? { row, problem } : { row, problem, value: uuid };
}

/** Every bad row with its first problem, in the order of the list (authorization §1.7, §3). */
export function problemsOf(
  licenses: readonly ListedLicense[],
  used: ReadonlySet<number> = new Set(),
  kind: LicenseKind = 'tuyaos',
): RowProblem[] {
  const uuids = new Set<string>();
  const authkeys = new Set<string>();
  const problems: RowProblem[] = [];
  for (const license of licenses) {
    const own = licenseProblem(license, kind);
    if (own !== null) problems.push(problemAt(license, own));
    else if (used.has(license.row)) problems.push(problemAt(license, 'already-used'));
    else if (uuids.has(license.uuid.toLowerCase())) problems.push(problemAt(license, 'duplicate-uuid'));
    else if (authkeys.has(license.authkey)) problems.push(problemAt(license, 'duplicate-authkey'));
    uuids.add(license.uuid.toLowerCase());
    authkeys.add(license.authkey);
  }
  return problems;
}
