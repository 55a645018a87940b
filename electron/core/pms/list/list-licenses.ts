import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { licenseProblem } from '../../../../shared/domain/license.js';
import type { ListedLicense } from '../pms.js';
import { findColumns, type ListColumns } from './list-columns.js';
import { listLines } from './list-file.js';
import type { ListLine, ReadProgress } from './list-line.js';
import { listInvalid, MOST_SHOWN, problemAt, type RowProblem } from './list-problems.js';
import { Seen } from './seen.js';

/** Bad rows, of which as many are kept as are shown. */
export class Problems {
  readonly #shown: RowProblem[] = [];
  #count = 0;

  add(...problems: readonly RowProblem[]): void {
    this.#count += problems.length;
    this.#shown.push(...problems.slice(0, MOST_SHOWN - this.#shown.length));
  }

  get any(): boolean {
    return this.#count > 0;
  }

  /** @throws KilnError LIST_INVALID where there are any */
  refuse(): void {
    if (!this.any) return;
    throw listInvalid(
      this.#shown.sort((one, other) => one.row - other.row),
      this.#count,
    );
  }
}

interface Marked extends ListedLicense {
  /** tyutool writes USED beside what it has given away (authorization §3): such a license is on a board already. */
  readonly used: boolean;
}

function licenseAt({ row, cells }: ListLine, columns: ListColumns): Marked {
  const cell = (column: number): string => cells[column]?.trim() ?? '';
  return {
    row,
    uuid: cell(columns.uuid),
    authkey: cell(columns.authkey),
    pskKey: cell(columns.pskKey),
    used: cell(columns.status).toUpperCase() === 'USED',
  };
}

/**
 * The licenses of a list on disk, one by one.
 * @throws KilnError LIST_EMPTY, LIST_COLUMNS, LIST_INVALID (`unreadable`), LIST_TOO_LONG, FILE_UNREADABLE
 */
async function* listedLicenses(path: string, onProgress?: ReadProgress): AsyncGenerator<Marked> {
  let columns: ListColumns | null = null;
  let any = false;
  for await (const line of listLines(path, onProgress)) {
    if (columns === null) {
      columns = findColumns(line.cells);
      continue;
    }
    any = true;
    yield licenseAt(line, columns);
  }
  if (!any) throw new KilnError('LIST_EMPTY');
}

/**
 * The licenses of a list that may come in; every other row goes to `problems`: wrong lengths and letters, used, twice
 * in the list.
 * @throws KilnError as listedLicenses
 */
export async function* goodLicenses(
  path: string,
  problems: Problems,
  onProgress?: ReadProgress,
): AsyncGenerator<ListedLicense> {
  const [uuids, authkeys] = [new Seen(), new Seen()];
  for await (const license of listedLicenses(path, onProgress)) {
    const uuidTwice = uuids.add(license.uuid.toLowerCase());
    const authkeyTwice = authkeys.add(license.authkey);
    const own = licenseProblem(license);
    if (own !== null) problems.add(problemAt(license, own));
    else if (license.used) problems.add(problemAt(license, 'already-used'));
    else if (uuidTwice) problems.add(problemAt(license, 'duplicate-uuid'));
    else if (authkeyTwice) problems.add(problemAt(license, 'duplicate-authkey'));
    else yield license;
  }
}
