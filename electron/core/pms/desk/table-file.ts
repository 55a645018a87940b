import { Readable } from 'node:stream';

import type { Outgoing } from '../service.js';
import type { Table } from './table.js';
import { workbookOf } from './table-sheet.js';

export type TableFormat = 'csv' | 'xlsx';

/** With a byte order mark: without one, spreadsheets take the file for the local code page. */
async function* csvOf({ columns, rows }: Table): AsyncGenerator<Uint8Array> {
  const { stringify } = await import('csv-stringify');
  const text = stringify({ header: true, columns: [...columns], bom: true, escape_formulas: true });
  const source = Readable.from(rows());
  source.on('error', (cause) => text.destroy(cause));
  for await (const chunk of source.pipe(text)) yield chunk as Uint8Array;
}

/** @param name without its ending */
export function tableFile(name: string, format: TableFormat, table: Table): Outgoing {
  const csv = format === 'csv';
  return {
    name: `${name}.${format}`,
    mediaType: csv ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: null,
    sha256: null,
    read: () => (csv ? csvOf(table) : workbookOf(table)),
  };
}
