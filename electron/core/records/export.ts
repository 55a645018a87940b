import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { RunRecord } from '../../../shared/contract/records.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';

/** Column and what stands in it. Names are those of the record: people who read files read field names. */
const COLUMNS: readonly (readonly [string, (record: RunRecord) => string | number | null])[] = [
  ['startedAt', (record) => record.startedAt],
  ['outcome', (record) => record.outcome],
  ['mode', (record) => record.mode],
  ['mac', (record) => record.mac],
  ['uuid', (record) => record.license?.uuid ?? null],
  ['seconds', (record) => record.seconds],
  ['port', (record) => record.port],
  ['chip', (record) => record.chip],
  ['flashId', (record) => record.flashId],
  ['firmware', (record) => record.firmware?.identifier ?? null],
  ['version', (record) => record.firmware?.version ?? null],
  ['token', (record) => record.token],
  ['rssi', (record) => record.rssi],
  ['country', (record) => record.country],
  ['error', (record) => record.error?.code ?? null],
  ['workOrder', (record) => record.workOrder?.code ?? null],
  ['station', (record) => record.workOrder?.station ?? null],
  ['sn', (record) => record.sn],
  ['runId', (record) => record.runId],
];

/** A cell that a spreadsheet would take for a formula stays text: it gets an apostrophe before it. */
function harmless(value: string | number | null): string | number | null {
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

const cellsOf = (record: RunRecord): (string | number | null)[] =>
  COLUMNS.map(([, cell]) => harmless(cell(record)));

async function writeCsv(path: string, records: readonly RunRecord[]): Promise<void> {
  const header = COLUMNS.map(([name]) => name);
  const rows = Readable.from(records.map(cellsOf));
  const { stringify } = await import('csv-stringify');
  // With a byte order mark: without one, spreadsheets take the file for the local code page.
  await pipeline(rows, stringify({ header: true, columns: header, bom: true }), createWriteStream(path));
}

async function writeXlsx(path: string, records: readonly RunRecord[]): Promise<void> {
  // Here and not above: it is half a second of start-up.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path });
  const sheet = book.addWorksheet('records');
  sheet.addRow(COLUMNS.map(([name]) => name)).commit();
  for (const record of records) sheet.addRow(cellsOf(record)).commit();
  sheet.commit();
  await book.commit();
}

/**
 * Writes runs to a file, by its ending: `.xlsx`, else CSV. The file is there whole or not at all.
 * @throws KilnError FILE_UNREADABLE
 */
export async function exportRuns(path: string, records: readonly RunRecord[]): Promise<void> {
  const half = `${path}.part`;
  try {
    await (path.toLowerCase().endsWith('.xlsx') ? writeXlsx : writeCsv)(half, records);
    await rename(half, path);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause });
  }
}
