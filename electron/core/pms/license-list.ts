import { CsvError, parse, type Info } from 'csv-parse/sync';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import { findColumns } from './list/list-columns.js';
import { listInvalid, problemsOf } from './list/list-problems.js';
import { guessDelimiter, listText } from './list/list-text.js';
import type { ListedLicense } from './pms.js';

interface Line {
  readonly record: string[];
  readonly info: Info;
}

/** No license is longer; a lost quote otherwise swallows the whole file before it is noticed. */
const LONGEST_LINE = 20_000;

function linesOf(text: string): Line[] {
  try {
    // Not typed by the library: with `info` it returns both.
    return parse(text, {
      delimiter: guessDelimiter(text),
      record_delimiter: '\n',
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: LONGEST_LINE,
    }) as unknown as Line[];
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    // The library's error quotes the line, keys and all: it goes no further than here.
    const row = typeof thrown['lines'] === 'number' ? thrown['lines'] : 1;
    throw listInvalid([{ row, problem: 'unreadable' }]);
  }
}

/**
 * Reads a license list: CSV or TSV with a header row (UUID, AUTHKEY, optional PSKKEY, in any order and case, STATUS
 * heeded, other columns ignored), separated by comma, semicolon or tab. Rows are counted from 1 as an editor counts lines.
 * @returns at least one license; all are well-formed and no two share a uuid or an authkey
 * @throws KilnError LIST_EMPTY; LIST_COLUMNS {missing, found}; LIST_INVALID {rows, count} with every bad row
 */
export function readLicenseList(content: Uint8Array): ListedLicense[] {
  const text = listText(content);
  if (text === null) throw listInvalid([{ row: 1, problem: 'unreadable' }]);
  const [header, ...lines] = linesOf(text);
  if (header === undefined) throw new KilnError('LIST_EMPTY');
  const columns = findColumns(header.record);
  if (lines.length === 0) throw new KilnError('LIST_EMPTY');

  const licenses = lines.map(({ record, info }): ListedLicense => {
    const cell = (column: number): string => record[column]?.trim() ?? '';
    return {
      row: info.lines,
      uuid: cell(columns.uuid),
      authkey: cell(columns.authkey),
      pskKey: cell(columns.pskKey),
    };
  });
  // tyutool writes USED beside what it has given away (authorization §3): such a license is on a board already.
  const used = lines.filter(({ record }) => record[columns.status]?.trim().toUpperCase() === 'USED');
  const problems = problemsOf(licenses, new Set(used.map(({ info }) => info.lines)));
  if (problems.length > 0) throw listInvalid(problems);
  return licenses;
}
