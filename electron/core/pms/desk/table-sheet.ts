import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { MOST_WORKBOOK_ROWS } from '../list/sheet/sheet-rows.js';
import type { Cells, Table } from './table.js';
import { zipStream, type TextPart } from './zip-stream.js';

/** Without the header. */
const MOST_ROWS = MOST_WORKBOOK_ROWS - 1;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const relation = (kind: string, target: string): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/${kind}" Target="${target}"/></Relationships>`;

/** What a workbook has besides its sheet. */
const PARTS: readonly TextPart[] = [
  [
    '[Content_Types].xml',
    [
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    ],
  ],
  ['_rels/.rels', [relation('officeDocument', 'xl/workbook.xml')]],
  [
    'xl/workbook.xml',
    [
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="licenses" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
  ],
  ['xl/_rels/workbook.xml.rels', [relation('worksheet', 'worksheets/sheet1.xml')]],
];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escapedUnit = (unit: string): string =>
  `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** As XML and workbooks have it: letters that XML cannot write, and what looks like one that was, by their code. */
function escaped(text: string): string {
  if (/^[\w.-]*$/.test(text) && !text.includes('_x')) return text;
  return (
    text
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, escapedUnit)
      // eslint-disable-next-line no-control-regex
      .replace(/[\0-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff]/g, escapedUnit)
      .replace(/[&<>]/g, (letter) => ENTITIES[letter] ?? letter)
  );
}

function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

/** A text is never a formula. */
function cell(value: string | number | null, place: string): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  const space = /^\s|\s$/.test(value) ? ' xml:space="preserve"' : '';
  return `<c r="${place}" t="inlineStr"><is><t${space}>${escaped(value)}</t></is></c>`;
}

async function* sheet({ columns, rows }: Table, most: number): AsyncGenerator<string> {
  const names = columns.map((_, column) => columnName(column));
  const line = (row: number, cells: Cells): string =>
    `<row r="${row}">${cells.map((value, column) => cell(value, `${names[column]}${row}`)).join('')}</row>`;
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${line(1, columns)}`;
  let count = 0;
  for await (const cells of rows()) {
    count += 1;
    if (count > most) throw new KilnError('LIST_TOO_LONG', { most });
    yield line(count + 1, cells);
  }
  yield '</sheetData></worksheet>';
}

/**
 * A workbook of one sheet, each text in its cell, made no faster than it is read: exceljs writes on while its zip is
 * behind, which for a million rows is some 250 MB.
 * @param most rows without the header; as a sheet has them
 * @throws KilnError LIST_TOO_LONG
 */
export function workbookOf(table: Table, most = MOST_ROWS): AsyncGenerator<Uint8Array> {
  return zipStream([...PARTS, ['xl/worksheets/sheet1.xml', sheet(table, most)]]);
}
