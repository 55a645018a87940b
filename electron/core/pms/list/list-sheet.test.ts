import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

import { errorOf } from '../testing/fixture.js';
import { pack, pack64, partsOf, relations, sheetOf, tableOf, type Parts } from '../testing/workbook.js';
import { listLines } from './list-file.js';

const folder = mkdtempSync(join(tmpdir(), 'kiln-sheet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

let count = 0;
function fileOf(bytes: Uint8Array): string {
  const path = join(folder, `book-${(count += 1)}.xlsx`);
  writeFileSync(path, bytes);
  return path;
}

/** Lines as `[row, ...cells]`. */
async function read(path: string): Promise<(string | number)[][]> {
  const lines: (string | number)[][] = [];
  for await (const { row, cells } of listLines(path)) lines.push([row, ...cells]);
  return lines;
}

const readParts = (parts: Parts): Promise<(string | number)[][]> => read(fileOf(pack(parts)));
const readRows = (rows: string, items: string | null = null): Promise<(string | number)[][]> =>
  readParts(partsOf(rows, items));

/** A place for what is kept on the disk meanwhile, which nobody else uses. */
function ownTemporary(): string {
  const own = join(folder, `temporary-${(count += 1)}`);
  mkdirSync(own);
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, own);
  return own;
}

describe('what another program writes', () => {
  const letter = fc.constantFrom('a', 'Z', '7', ' ', '<', '&', '"', "'", '>', ']', 'ü', '码', '😀');
  const text = fc.string({ unit: letter });
  const some = fc.string({ unit: letter, minLength: 1 });
  const number = fc.oneof(fc.integer({ min: -1e14, max: 1e14 }), fc.constantFrom(0.5, -12.25, 1e-7));
  type Cell = { readonly value: ExcelJS.CellValue; readonly seen: string };
  const plain = fc.oneof<fc.Arbitrary<Cell>[]>(
    text.map((value) => ({ value, seen: value })),
    number.map((value) => ({ value, seen: String(value) })),
    fc.boolean().map((value) => ({ value, seen: value ? 'TRUE' : 'FALSE' })),
    fc.constant({ value: null, seen: '' }),
    some.map((result) => ({ value: { formula: 'A1', result }, seen: result })),
    some.map((shown) => ({ value: { text: shown, hyperlink: 'https://kiln.example' }, seen: shown })),
  );
  const rich = fc.array(some, { minLength: 1, maxLength: 3 }).map<Cell>((parts) => ({
    value: { richText: parts.map((part) => ({ text: part })) },
    seen: parts.join(''),
  }));

  type Values = readonly ExcelJS.CellValue[][];
  const whole = async (rows: Values): Promise<Uint8Array> => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('one').addRows([...rows]);
    return new Uint8Array(await book.xlsx.writeBuffer());
  };
  const streamed =
    (useSharedStrings: boolean) =>
    async (rows: Values): Promise<Uint8Array> => {
      const stream = new PassThrough();
      const bytes = buffer(stream);
      const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings });
      const sheet = book.addWorksheet('one');
      for (const row of rows) sheet.addRow(row).commit();
      sheet.commit();
      await book.commit();
      return bytes;
    };

  test.each([
    ['at once, with shared texts', whole, fc.oneof(plain, rich)],
    // It takes every rich text for the same one.
    ['as a stream, with shared texts', streamed(true), plain],
    ['as a stream, each text in its cell', streamed(false), fc.oneof(plain, rich)],
  ])('%s, is read as it was written', async (_name, write, cell) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 8 }), async (rows) => {
        const bytes = await write(rows.map((row) => row.map(({ value }) => value)));
        const expected = rows
          .map((row, index) => [index + 1, ...row.map(({ seen }) => seen.trim())])
          .filter((line) => line.slice(1).some((seen) => seen !== ''));
        for (const line of expected) while (line.at(-1) === '') line.pop();
        expect(await read(fileOf(bytes))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a cell', () => {
  const c = (attributes: string, inner = ''): string => `<row><c ${attributes}>${inner}</c></row>`;
  const inline = (inner: string): string => c('t="inlineStr"', `<is>${inner}</is>`);

  test.each<[string, string, string]>([
    ['a text in its place', inline('<t>one</t>'), 'one'],
    [
      'runs, whose spaces count where they say so',
      inline('<r><rPr><b/></rPr><t xml:space="preserve">a </t></r><r><t> b </t></r>'),
      'a b',
    ],
    [
      'how it is read aloud is no part of it',
      inline('<t>授权码</t><rPh sb="0" eb="3"><t>shou quan</t></rPh><phoneticPr fontId="1"/>'),
      '授权码',
    ],
    ['spaces around a text', inline('<t xml:space="preserve">  one\n</t>'), 'one'],
    ['entities', inline('<t>&lt;&amp;&#65;&#x1F600;&quot;</t>'), '<&A😀"'],
    ['a section that is not parsed', inline('<t>a<![CDATA[<&]]>b</t>'), 'a<&b'],
    ['what XML cannot write', inline('<t>a_x000D_b_x005F_x000D_c_x00e4_</t>'), 'a\rb_x000D_cä'],
    ['a NUL', inline('<t>a_x0000_b</t>'), 'a\ufffdb'],
    ['the text of a formula', c('t="str"', '<f>A1&amp;"x"</f><v> seen_x0041_ </v>'), 'seenA'],
    ['the number of a formula', c('', '<f>1+1</f><v>2</v>'), '2'],
    ['a number with more digits than are shown', c('', '<v>0.30000000000000004</v>'), '0.3'],
    ['a number in its shortest form', c('t="n"', '<v>1.20E3</v>'), '1200'],
    ['digits that a spreadsheet has lost', c('', '<v>12345678901234567890</v>'), '1.23457E+19'],
    ['true', c('t="b"', '<v>1</v>'), 'TRUE'],
    ['false', c('t="b"', '<v>0</v>'), 'FALSE'],
    ['an error', c('t="e"', '<v>#N/A</v>'), '#N/A'],
    ['a date', c('t="d"', '<v>2024-01-02T00:00:00</v>'), '2024-01-02T00:00:00'],
  ])('%s', async (_name, row, seen) => {
    expect(await readRows(row)).toEqual([[1, seen]]);
  });

  test('of nothing is no cell', async () => {
    expect(
      await readRows(`${c('t="s"')}${c('t="s"', '<v/>')}${c('', '<v></v>')}${inline('<t/>')}`, ''),
    ).toEqual([]);
  });

  test('stands where it says, else beside the one before; so do rows', async () => {
    const one = '<v>1</v>';
    expect(
      await readRows(
        `<row r="3"><c r="C3">${one}</c><c>${one}</c><c r="AA3">${one}</c></row><row><c r="B4"/><c>${one}</c></row><row r="9"/><row><c>${one}</c></row>`,
      ),
    ).toEqual([
      [3, '', '', '1', '1', ...Array<string>(22).fill(''), '1'],
      [4, '', '', '1'],
      [10, '1'],
    ]);
  });

  test('that is shared is found by its number, in any order', async () => {
    const items = Array.from({ length: 500 }, (_, index) => `<si><t>text ${index}</t></si>`);
    const order = items.map((_, index) => (index * 177 + 13) % items.length);
    const rows = order.map((index) => c('t="s"', `<v>${index}</v>`));
    expect(await readRows(rows.join(''), items.join(''))).toEqual(
      order.map((index, row) => [row + 1, `text ${index}`]),
    );
  });
});

describe('a workbook', () => {
  const seen = [[1, 'first', 'second']];
  const rows = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>';
  const items = '<si><t>second</t></si><si><t>first</t></si>';
  const plain = partsOf(rows, items);

  test('has its parts in any order', async () => {
    const entries = Object.entries(plain);
    expect(await readParts(plain)).toEqual(seen);
    expect(await readParts(Object.fromEntries(entries.toReversed()))).toEqual(seen);
  });

  test('may be stored as it is, or with sizes for more than 4 GiB', async () => {
    expect(await read(fileOf(pack(plain, 0)))).toEqual(seen);
    expect(await read(fileOf(pack64(plain)))).toEqual(seen);
  });

  test('calls its parts by any name, from any place', async () => {
    expect(
      await readParts({
        '_rels/.rels': relations([['x', 'officeDocument', '/book/main.xml']]),
        'book/main.xml': '<workbook><sheets><sheet name="one" sheetId="7" r:id="s"/></sheets></workbook>',
        'book/_rels/main.xml.rels': relations([
          ['s', 'worksheet', '../rows.xml'],
          ['t', 'sharedStrings', '/Texts.xml'],
        ]),
        'rows.xml': sheetOf(rows),
        'TEXTS.xml': tableOf(items),
      }),
    ).toEqual(seen);
  });

  test('is read by the first sheet that is shown', async () => {
    expect(
      await readParts({
        ...plain,
        'xl/workbook.xml':
          '<workbook><sheets><sheet r:id="chart"/><sheet state="hidden" r:id="h"/><sheet state="veryHidden" r:id="h"/><sheet state="visible" r:id="a"/><sheet r:id="h"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels': relations([
          ['h', 'worksheet', 'worksheets/sheet0.xml'],
          ['chart', 'chartsheet', 'chart.xml'],
          ['a', 'worksheet', 'worksheets/sheet1.xml'],
          ['b', 'sharedStrings', 'sharedStrings.xml'],
        ]),
        'xl/worksheets/sheet0.xml': sheetOf('<row><c><v>0</v></c></row>'),
      }),
    ).toEqual(seen);
  });

  test('may be a strict one, with prefixes', async () => {
    const strict = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
    const prefixed = (document: string): string =>
      document.replace(/<(\/?)(?=[a-z])/g, '<$1x:').replace('xmlns=', 'xmlns:x=');
    expect(
      await readParts({
        '_rels/.rels': relations([['a', 'officeDocument', 'xl/workbook.xml']], strict),
        'xl/workbook.xml':
          '<x:workbook><x:sheets><x:sheet name="one" sheetId="1" rel:id="a"/></x:sheets></x:workbook>',
        'xl/_rels/workbook.xml.rels': relations(
          [
            ['a', 'worksheet', 'sheet.xml'],
            ['b', 'sharedStrings', 'texts.xml'],
          ],
          strict,
        ),
        'xl/sheet.xml': prefixed(sheetOf(rows)),
        'xl/texts.xml': prefixed(tableOf(items)),
      }),
    ).toEqual(seen);
  });

  test('may be written in UTF-16', async () => {
    const wide = Buffer.from(`\ufeff${sheetOf('<row><c t="str"><v>授权码</v></c></row>')}`, 'utf16le');
    expect(await readParts({ ...plain, 'xl/worksheets/sheet1.xml': wide })).toEqual([[1, '授权码']]);
    expect(await readParts({ ...plain, 'xl/worksheets/sheet1.xml': Buffer.from(wide).swap16() })).toEqual([
      [1, '授权码'],
    ]);
  });

  test('says how far it is, and when it is done', async () => {
    const told: number[] = [];
    const path = fileOf(pack(plain));
    let size = 0;
    const onProgress = (done: number, total: number): void => {
      told.push(done);
      size = total;
    };
    for await (const { cells } of listLines(path, onProgress)) {
      expect(cells).toEqual(['first', 'second']);
      expect(told.at(-1)).not.toBe(size);
    }
    expect(told.at(-1)).toBe(size);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe('what is no workbook', () => {
  const SECRET = 'SECRETauthkey';
  const rows = `<row><c t="inlineStr"><is><t>${SECRET}</t></is></c></row>`;
  const plain = partsOf(rows);
  const sheet = 'xl/worksheets/sheet1.xml';
  const without = (name: string): Parts =>
    Object.fromEntries(Object.entries(plain).filter(([part]) => part !== name));
  const changed = (bytes: Uint8Array, change: (buffer: Buffer) => void): Uint8Array => {
    const copy = Buffer.from(bytes);
    change(copy);
    return copy;
  };
  const stored = pack(plain, 0);

  test.each<[string, Uint8Array]>([
    ['half of one', pack(plain).subarray(0, 300)],
    ['one without relations', pack(without('_rels/.rels'))],
    ['one without its sheet', pack(without(sheet))],
    ['one of no sheets', pack({ ...plain, 'xl/workbook.xml': '<workbook><sheets/></workbook>' })],
    ['a bit that has changed', changed(stored, (bytes) => (bytes[bytes.indexOf('authkey')] = 0x41))],
    ['XML that does not end', pack({ ...plain, [sheet]: sheetOf(rows).slice(0, -12) })],
    ['XML that never was', pack({ ...plain, [sheet]: sheetOf(`${rows}<${SECRET} <`) })],
    [
      'no UTF-8',
      pack({
        ...plain,
        [sheet]: Buffer.from(sheetOf(`${rows}<row><c t="str"><v>\xff</v></c></row>`), 'latin1'),
      }),
    ],
    [
      'a text that is not there',
      pack(partsOf(`${rows}<row><c t="s"><v>1</v></c></row>`, `<si><t>${SECRET}</t></si>`)),
    ],
    ['a text of no table', pack(partsOf(`${rows}<row><c t="s"><v>0</v></c></row>`))],
    [
      'a text by no number',
      pack(partsOf(`${rows}<row><c t="s"><v>${SECRET}</v></c></row>`, '<si><t>a</t></si>')),
    ],
    ['a column beyond the last', pack(partsOf(`${rows}<row><c r="XFE1"/></row>`))],
    ['a place that is none', pack(partsOf(`${rows}<row><c r="${SECRET}"/></row>`))],
    ['a row that is none', pack(partsOf(`${rows}<row r="x"/>`))],
    ['a row for the second time', pack(partsOf(`${rows}<row r="1"/>`))],
    [
      'entities of its own',
      pack({ ...plain, [sheet]: `<!DOCTYPE a [<!ENTITY b "${SECRET}">]>${sheetOf(rows)}` }),
    ],
    ['an endless text', pack(partsOf(`${rows}<row><c t="str"><v>${'x'.repeat(32_768)}</v></c></row>`))],
    ['an endless text in runs', pack(partsOf(rows, `<si>${'<r><t>xxxx</t></r>'.repeat(8192)}</si>`))],
    ['an endless comment', pack(partsOf(`${rows}<!--${'x'.repeat(2 ** 21)}-->`))],
    ['an endless attribute', pack(partsOf(`${rows}<row spans="${'x'.repeat(2 ** 21)}"/>`))],
    ['an endless depth', pack(partsOf(`${rows}${'<a>'.repeat(200)}${'</a>'.repeat(200)}`))],
    [
      'a part of more than 2 GiB',
      changed(pack(plain), (bytes) => bytes.writeUInt32LE(2 ** 31 + 1, bytes.lastIndexOf(sheet) - 22)),
    ],
    [
      'more than it says it is',
      changed(pack(plain), (bytes) => bytes.writeUInt32LE(20, bytes.lastIndexOf(sheet) - 22)),
    ],
  ])('%s is refused, and nothing of it told', async (_name, bytes) => {
    const temporary = ownTemporary();
    const error = await errorOf(read(fileOf(bytes)));
    expect(error).toMatchObject({
      code: 'LIST_INVALID',
      data: { rows: [{ row: 1, problem: 'unreadable' }] },
    });
    expect(JSON.stringify([error, String(error), (error as Error).cause])).not.toContain(SECRET);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('more rows than a sheet has are too many', async () => {
    const last = (row: number): string => `<row r="${row}"><c><v>1</v></c></row>`;
    expect(await readRows(last(1_048_576))).toEqual([[1_048_576, '1']]);
    expect(await errorOf(readRows(last(1_048_577)))).toMatchObject({
      code: 'LIST_TOO_LONG',
      data: { most: 1_048_576 },
    });
  });

  test('a place for the texts that cannot be made is no fault of the list', async () => {
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, join(folder, 'nowhere'));
    const path = fileOf(pack(partsOf(rows, '<si><t>a</t></si>')));
    expect(await errorOf(read(path))).toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('the texts on the disk', () => {
  const items = '<si><t>a</t></si>'.repeat(100);
  const path = fileOf(pack(partsOf('<row><c t="s"><v>7</v></c></row>'.repeat(5), items)));

  test.runIf(process.platform !== 'win32')('have no name while they are read', async () => {
    const temporary = ownTemporary();
    const names: string[] = [];
    for await (const { cells } of listLines(path)) names.push(...cells, ...readdirSync(temporary));
    expect(names).toEqual(Array<string>(5).fill('a'));
  });

  test('are gone when the reader stops on its way', async () => {
    const temporary = ownTemporary();
    const lines = listLines(path);
    expect(await lines.next()).toMatchObject({ value: { cells: ['a'] } });
    await lines.return(undefined);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
