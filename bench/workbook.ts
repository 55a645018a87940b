import { zipStream } from '../electron/core/pms/desk/zip-stream.js';
import { partsOf } from '../electron/core/pms/testing/workbook.js';

function* sheet(rows: Iterable<readonly string[]>): Generator<string> {
  yield '<worksheet><sheetData>';
  let [row, text] = [0, 0];
  for (const cells of rows) {
    row += 1;
    const inner = cells.map((_, column) => `<c r="${'ABCDEFGH'[column]}${row}" t="s"><v>${text++}</v></c>`);
    yield `<row r="${row}" spans="1:${cells.length}">${inner.join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

function* table(rows: Iterable<readonly string[]>): Generator<string> {
  yield '<sst>';
  for (const cells of rows) yield cells.map((cell) => `<si><t>${cell}</t></si>`).join('');
  yield '</sst>';
}

/**
 * A workbook as spreadsheet programs write it, every text in its table of shared strings, made in bounded memory.
 * @param rows is asked for twice; cells hold nothing that XML would take for its own
 */
export function workbookOf(rows: () => Iterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  const small = Object.entries(partsOf('', '')).map(([name, content]) => [name, [content]] as const);
  const large = { 'xl/worksheets/sheet1.xml': sheet(rows()), 'xl/sharedStrings.xml': table(rows()) };
  return zipStream([...small.filter(([name]) => !(name in large)), ...Object.entries(large)]);
}
