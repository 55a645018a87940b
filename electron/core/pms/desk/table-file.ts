import { PassThrough, Readable } from 'node:stream';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Outgoing } from '../service.js';

export type TableFormat = 'csv' | 'xlsx';
export type Cells = readonly (string | number | null)[];

/** A table that is made while it is read. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: () => AsyncIterable<Cells>;
}

/** Rows of a sheet, without its header. */
export const MOST_SHEET_ROWS = 1_048_575;

/** With a byte order mark: without one, spreadsheets take the file for the local code page. */
async function* csvOf({ columns, rows }: Table): AsyncGenerator<Uint8Array> {
  const { stringify } = await import('csv-stringify');
  const text = stringify({ header: true, columns: [...columns], bom: true, escape_formulas: true });
  const source = Readable.from(rows());
  source.on('error', (cause) => text.destroy(cause));
  for await (const chunk of source.pipe(text)) yield chunk as Uint8Array;
}

/** @throws KilnError LIST_TOO_LONG */
async function* xlsxOf({ columns, rows }: Table): AsyncGenerator<Uint8Array> {
  // Here and not above: it is half a second of start-up.
  const { default: ExcelJS } = await import('exceljs');
  const stream = new PassThrough();
  const write = async (): Promise<void> => {
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: false });
    const sheet = book.addWorksheet('licenses');
    sheet.addRow([...columns]).commit();
    let count = 0;
    for await (const row of rows()) {
      count += 1;
      if (count > MOST_SHEET_ROWS) throw new KilnError('LIST_TOO_LONG', { most: MOST_SHEET_ROWS });
      // The library never waits for its reader; so its rows do.
      while (stream.writableNeedDrain) await new Promise((resolve) => stream.once('drain', resolve));
      sheet.addRow([...row]).commit();
    }
    sheet.commit();
    await book.commit();
  };
  const written = write().catch((cause: unknown) => {
    stream.destroy(cause instanceof Error ? cause : new Error(String(cause)));
  });
  for await (const chunk of stream) yield chunk as Uint8Array;
  await written;
}

/** @param name without its ending */
export function tableFile(name: string, format: TableFormat, table: Table): Outgoing {
  const csv = format === 'csv';
  return {
    name: `${name}.${format}`,
    mediaType: csv ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: null,
    sha256: null,
    read: () => (csv ? csvOf(table) : xlsxOf(table)),
  };
}
