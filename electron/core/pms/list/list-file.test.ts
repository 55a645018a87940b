import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { readLicenseList } from '../license-list.js';
import type { ListedLicense } from '../pms.js';
import { errorOf, licenses } from '../testing/fixture.js';
import { goodLicenses, Problems } from './list-licenses.js';
import { Seen } from './seen.js';

const folder = mkdtempSync(join(tmpdir(), 'kiln-list-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const fileOf = (content: string | Uint8Array): string => {
  const path = join(folder, `list-${(count += 1)}`);
  writeFileSync(path, content);
  return path;
};

/** The licenses of a list of which every row is good. */
async function read(path: string): Promise<ListedLicense[]> {
  const [found, problems]: [ListedLicense[], Problems] = [[], new Problems()];
  for await (const { row, uuid, authkey, pskKey } of goodLicenses(path, problems)) {
    found.push({ row, uuid, authkey, pskKey });
  }
  problems.refuse();
  return found;
}

const three = licenses(3);
const line = ({ uuid, authkey, pskKey }: ListedLicense, by = ','): string => [uuid, authkey, pskKey].join(by);

describe('a list on disk is read as the one in memory', () => {
  const rows = three.map((one) => line(one));
  const body = ['UUID,AUTHKEY,PSKKEY', ...rows].join('\n');
  const utf16 = (text: string, mark: readonly number[], big = false): Uint8Array => {
    const bytes = Buffer.from(text, 'utf16le');
    return Buffer.concat([Buffer.from(mark), big ? bytes.swap16() : bytes]);
  };
  test.each<[string, string | Uint8Array]>([
    ['plain', body],
    ['a mark and CRLF', `\ufeff${body.replace(/\n/g, '\r\n')}\r\n`],
    ['CR alone', body.replace(/\n/g, '\r')],
    ['semicolons', body.replace(/,/g, ';')],
    ['tabs, as TSV has them', body.replace(/,/g, '\t')],
    ['UTF-16 of Excel', utf16(body, [0xff, 0xfe])],
    ['UTF-16, big end first', utf16(body, [0xfe, 0xff], true)],
    ['Chinese headers', body.replace('UUID,AUTHKEY,PSKKEY', '设备UUID,授权码,PSK密钥')],
    [
      'GB 18030',
      Buffer.concat([
        Buffer.from([0xca, 0xda, 0xc8, 0xa8, 0xc2, 0xeb]),
        Buffer.from(
          `,UUID,PSKKEY\n${three.map(({ uuid, authkey, pskKey }) => [authkey, uuid, pskKey].join(',')).join('\n')}`,
        ),
      ]),
    ],
    [
      'spaces, quotes, empty lines, more columns',
      `note, "UUID" ,auth_key,psk key\n\n${three.map((one) => `x, ${line(one, ' , ')} ,y`).join('\n\n')}\n,,,\n`,
    ],
  ])('%s', async (_name, content) => {
    const path = fileOf(content);
    const inMemory = readLicenseList(typeof content === 'string' ? Buffer.from(content) : content);
    expect(await read(path)).toEqual(inMemory);
    expect(inMemory.map(({ uuid }) => uuid)).toEqual(three.map(({ uuid }) => uuid));
  });

  test('any text at all: the same licenses, or refused by both', async () => {
    const piece = fc.constantFrom(
      'UUID',
      'AUTHKEY',
      ',',
      ';',
      '\t',
      '"',
      '\n',
      '\r\n',
      '\r',
      ' ',
      'USED',
      ...rows,
      '密钥',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const text = pieces.join('');
        const outcome = async (work: () => Promise<unknown>) => {
          try {
            return await work();
          } catch (thrown) {
            if (!(thrown instanceof KilnError)) throw thrown;
            return thrown.code;
          }
        };
        const path = fileOf(text);
        const whole = await outcome(() => Promise.resolve(readLicenseList(Buffer.from(text))));
        const streamed = await outcome(() => read(path));
        // Which of several faults is said first may differ: one sees the whole list at once, the other goes through it.
        if (typeof whole === 'string') expect(streamed).toBeTypeOf('string');
        else expect(streamed).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a list that is refused', () => {
  test('says every bad row, and counts beyond those it shows', async () => {
    const bad = Array.from({ length: 300 }, (_, index) => `x${index},short,`).join('\n');
    const error = (await errorOf(read(fileOf(`UUID,AUTHKEY,PSKKEY\n${bad}`)))) as {
      data: { rows: { row: number }[]; count: number };
    };
    expect(error).toMatchObject({ code: 'LIST_INVALID', data: { count: 300 } });
    expect(error.data.rows).toHaveLength(200);
    expect(error.data.rows[0]).toEqual({ row: 2, problem: 'uuid-length', value: 'x0' });
  });

  test('names what was used before, and what comes twice', async () => {
    const [one, two] = three;
    const list = `UUID,AUTHKEY,STATUS\n${one?.uuid},${one?.authkey},used\n${two?.uuid},${two?.authkey},\n${two?.uuid.toUpperCase()},${'E'.repeat(32)},\nfeedffffffffffff,${two?.authkey},\n`;
    expect(await errorOf(read(fileOf(list)))).toMatchObject({
      data: {
        rows: [
          { row: 2, problem: 'already-used' },
          { row: 4, problem: 'duplicate-uuid' },
          { row: 5, problem: 'duplicate-authkey' },
        ],
      },
    });
  });

  test.each([
    ['nothing', '', 'LIST_EMPTY'],
    ['a header alone', 'UUID,AUTHKEY\n', 'LIST_EMPTY'],
    ['no such columns', 'a,b\n1,2\n', 'LIST_COLUMNS'],
    ['no text', new Uint8Array([1, 0, 2, 0xff, 0]), 'LIST_INVALID'],
    ['a broken workbook', new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9]), 'LIST_INVALID'],
    ['a quote that never ends', `UUID,AUTHKEY\n"${'x'.repeat(30_000)}`, 'LIST_INVALID'],
  ])('%s', async (_name, content, code) => {
    expect(await errorOf(read(fileOf(content)))).toMatchObject({ code });
  });

  test('a file that is not there', async () => {
    expect(await errorOf(read(join(folder, 'none')))).toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('a workbook', () => {
  test('is read by its first sheet, as a person sees it', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('licenses');
    sheet.addRow(['Note', 'UUID', '授权码', 'PSKKEY']);
    sheet.addRow([]);
    for (const { uuid, authkey, pskKey } of three) {
      sheet.addRow([
        1,
        { richText: [{ text: uuid.slice(0, 4) }, { text: uuid.slice(4) }] },
        authkey,
        { formula: '1', result: pskKey },
      ]);
    }
    book.addWorksheet('other').addRow(['UUID']);
    const path = fileOf(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(await read(path)).toEqual(three.map((one, index) => ({ ...one, row: index + 3 })));
  });
});

describe('what was seen', () => {
  test('is known again, and nothing else is, however much it was', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 3000 }), (texts) => {
        const [seen, known] = [new Seen(), new Set<string>()];
        for (const text of texts) {
          expect(seen.add(text)).toBe(known.has(text));
          known.add(text);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('tells a hundred thousand neighbours apart', () => {
    const seen = new Seen();
    let again = 0;
    for (let index = 0; index < 100_000; index += 1)
      if (seen.add(`feed${index.toString(16).padStart(12, '0')}`)) again += 1;
    expect(again).toBe(0);
    expect(seen.add('feed000000000000')).toBe(true);
  });
});
