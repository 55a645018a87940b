import { stat } from 'node:fs/promises';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { listInvalid } from './list-problems.js';
import type { ListLine, ReadProgress } from './list-line.js';

/**
 * A workbook keeps its texts in one table that has to be in memory while it is read; at this many rows of three texts
 * that is some 300 MB. Longer lists go through CSV, which is read in bounded memory.
 */
export const MOST_WORKBOOK_ROWS = 200_000;

/** A cell as a person sees it: the text of rich text and links, the result of a formula. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value).trim();
  }
  if (typeof value !== 'object') return '';
  if ('richText' in value && Array.isArray(value.richText)) {
    return value.richText.map((part: { text?: unknown }) => textOf(part.text)).join('');
  }
  if ('text' in value) return textOf(value.text);
  return 'result' in value ? textOf(value.result) : '';
}

/** The first sheet of a workbook. @throws KilnError LIST_INVALID (`unreadable`), LIST_TOO_LONG */
export async function* sheetLines(path: string, onProgress: ReadProgress): AsyncGenerator<ListLine> {
  const { size } = await stat(path);
  // Here and not above: it is half a second of start-up.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'ignore',
    worksheets: 'emit',
    entries: 'ignore',
  });
  try {
    for await (const sheet of book) {
      for await (const row of sheet) {
        if (row.number > MOST_WORKBOOK_ROWS) {
          throw new KilnError('LIST_TOO_LONG', { most: MOST_WORKBOOK_ROWS });
        }
        // Index 0 of the library's array is never used.
        const cells = (row.values as unknown[]).slice(1).map(textOf);
        if (cells.some((cell) => cell !== '')) yield { row: row.number, cells };
      }
      break;
    }
    onProgress(size, size);
  } catch (thrown) {
    if (thrown instanceof KilnError) throw thrown;
    // What the library says may quote the sheet.
    throw listInvalid([{ row: 1, problem: 'unreadable' }]);
  }
}
