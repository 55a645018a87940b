import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { listLines } from '../list/list-file.js';
import { goodLicenses, Problems } from '../list/list-licenses.js';
import { errorOf, licenses } from '../testing/fixture.js';
import { tableFile, type TableFormat } from './table-file.js';
import { workbookOf } from './table-sheet.js';
import type { Cells, Table } from './table.js';

const folder = mkdtempSync(join(tmpdir(), 'kiln-table-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytesOf = (rows: Iterable<Cells>, format: TableFormat, columns: readonly string[]): Promise<Buffer> => {
  const file = tableFile('table', format, {
    columns,
    // eslint-disable-next-line @typescript-eslint/require-await
    async *rows() {
      yield* rows;
    },
  });
  return buffer(Readable.from(file.read()));
};

/** Written by their code, which exceljs leaves as it is. */
const CODED = ['\r', '\x01', '\uffff', '_x0041_'];

let count = 0;
function fileOf(bytes: Uint8Array): string {
  const path = join(folder, `table-${(count += 1)}`);
  writeFileSync(path, bytes);
  return path;
}

describe('a table as a workbook', () => {
  test.each<TableFormat>(['csv', 'xlsx'])('a list goes out and comes in again (%s)', async (format) => {
    const list = licenses(5000).map(({ uuid, authkey, pskKey }) => [uuid, authkey, pskKey]);
    const path = fileOf(await bytesOf(list, format, ['UUID', 'AUTHKEY', 'PSKKEY']));
    const problems = new Problems();
    let good = 0;
    for await (const license of goodLicenses(path, problems)) good += license.row > 0 ? 1 : 0;
    expect([good, problems.any]).toEqual([5000, false]);
    const found: (readonly string[])[] = [];
    for await (const { cells } of listLines(path)) found.push(cells);
    expect(found.slice(1)).toEqual(list);
  });

  const letter = fc.constantFrom(
    'a',
    '7',
    '_',
    'x',
    '_x0041_',
    '<',
    '&',
    '>',
    '"',
    ']]>',
    'ü',
    '码',
    '😀',
    ' ',
    '\n',
    '\r',
    '\x01',
    '\uffff',
    '=',
  );
  const cell = fc.oneof(fc.string({ unit: letter }), fc.integer(), fc.constant(null));
  const table = fc.array(fc.array(cell, { maxLength: 30 }), { maxLength: 5 });

  test('has every letter and every place, whoever reads it', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const columns = Array.from({ length: 30 }, (_, column) => `column ${column}`);
        const bytes = await bytesOf(rows, 'xlsx', columns);
        const [book, path] = [new ExcelJS.Workbook(), fileOf(bytes)];
        await book.xlsx.load(new Uint8Array(bytes).buffer);
        const sheet = book.getWorksheet('licenses');
        const seen = new Map<number, readonly string[]>();
        for await (const { row, cells } of listLines(path)) seen.set(row, cells);
        expect(seen.get(1)).toEqual(columns);
        for (const [index, cells] of rows.entries()) {
          for (const [column, value] of cells.entries()) {
            const other = sheet?.getCell(index + 2, column + 1).value;
            if (!CODED.some((one) => String(value).includes(one)))
              expect(other).toBe(value === '' ? null : value);
            expect(seen.get(index + 2)?.[column] ?? '').toBe(String(value ?? '').trim());
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('has no more rows than a sheet', async () => {
    const rows = (of: number): Table => ({
      columns: ['UUID'],
      // eslint-disable-next-line @typescript-eslint/require-await
      async *rows() {
        for (let row = 0; row < of; row += 1) yield [];
      },
    });
    const made = (of: number): Promise<Buffer> => buffer(Readable.from(workbookOf(rows(of), 1000)));
    expect(await errorOf(made(1001))).toMatchObject({ code: 'LIST_TOO_LONG', data: { most: 1000 } });
    expect((await made(1000)).length).toBeGreaterThan(1000);
  });
});
