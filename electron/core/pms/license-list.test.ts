import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isErrorCode, KilnError } from '../../../shared/errors/kiln-error.js';
import { readLicenseList } from './license-list.js';
import { licenses } from './testing/fixture.js';

const [one, two] = licenses(2) as [ReturnType<typeof licenses>[0], ReturnType<typeof licenses>[0]];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => readLicenseList(bytes(text));

function refusal(content: string | Uint8Array): unknown {
  try {
    readLicenseList(typeof content === 'string' ? bytes(content) : content);
  } catch (thrown) {
    if (!(thrown instanceof KilnError)) throw thrown;
    return thrown.toJSON();
  }
  throw new Error('expected a refusal');
}

describe('a license list', () => {
  test('reads the plain form', () => {
    expect(
      read(`UUID,AUTHKEY,PSKKEY\n${one.uuid},${one.authkey},${one.pskKey}\n${two.uuid},${two.authkey},\n`),
    ).toEqual([
      { ...one, row: 2 },
      { ...two, pskKey: '', row: 3 },
    ]);
  });

  test.each([
    ['lower case, other order, other columns', `no,key,MAC,uuid\n1,${one.authkey},,${one.uuid}`],
    ['CRLF and a byte order mark', `\uFEFFUUID,AUTHKEY\r\n${one.uuid},${one.authkey}\r\n`],
    ['lone CR', `UUID,AUTHKEY\r${one.uuid},${one.authkey}\r`],
    ['semicolons', `UUID;AUTHKEY\n${one.uuid};${one.authkey}`],
    ['tabs', `UUID\tAUTHKEY\n${one.uuid}\t${one.authkey}`],
    ['quotes', `"UUID","AUTHKEY"\n"${one.uuid}","${one.authkey}"`],
    ['a comma in a quoted header', `"a,b,c";UUID;AUTHKEY\n;${one.uuid};${one.authkey}`],
    ['spaces around cells', ` UUID , Auth Key \n ${one.uuid} , ${one.authkey} `],
    ['no-break and wide spaces', `UUID,AUTHKEY\n\u00a0${one.uuid}\u3000,${one.authkey}\u00a0`],
    ['auth_key', `uuid,auth_key\n${one.uuid},${one.authkey}`],
    ['the name on the wire', `uuid,auzkey\n${one.uuid},${one.authkey}`],
    ['the name in the interface', `uuid,accessKey\n${one.uuid},${one.authkey}`],
    ['Chinese: 密钥', `UUID,密钥\n${one.uuid},${one.authkey}`],
    ['Chinese: 授权码', `设备标识,授权码\n${one.uuid},${one.authkey}`],
    ['full-width letters', `ＵＵＩＤ,ＫＥＹ\n${one.uuid},${one.authkey}`],
    ['a product key beside the authkey', `key,uuid,authkey\npid,${one.uuid},${one.authkey}`],
  ])('reads %s', (_what, text) => {
    expect(read(text)).toEqual([{ ...one, pskKey: '', row: 2 }]);
  });

  test('reads what a Chinese Excel writes (GB 18030) and what Excel calls Unicode text (UTF-16)', () => {
    const line = `\n${one.uuid},${one.authkey}`;
    // 密钥 in GB 18030.
    const gb = Uint8Array.from([...bytes('UUID,'), 0xc3, 0xdc, 0xd4, 0xbf, ...bytes(line)]);
    expect(readLicenseList(gb)).toMatchObject([{ uuid: one.uuid, authkey: one.authkey }]);
    const text = `\uFEFFUUID\tAUTHKEY\r\n${one.uuid}\t${one.authkey}\r\n`;
    const little = Uint8Array.from(Buffer.from(text, 'utf16le'));
    expect(readLicenseList(little)).toMatchObject([{ uuid: one.uuid, authkey: one.authkey }]);
    const big = Uint8Array.from(Buffer.from(text, 'utf16le').swap16());
    expect(readLicenseList(big)).toMatchObject([{ uuid: one.uuid, authkey: one.authkey }]);
  });

  test('counts lines as an editor does, past blank ones and mixed line ends', () => {
    const text = `\r\nUUID,AUTHKEY\r\n\n , \n${one.uuid},${one.authkey}\r\n\r\n${two.uuid},${two.authkey}`;
    expect(read(text).map(({ row }) => row)).toEqual([5, 7]);
  });

  test('takes uuids of 16 and 20 and keys of 37, 44 and none', () => {
    const rows = [
      ['a'.repeat(16), 'A'.repeat(32), ''],
      [`uuid${'b'.repeat(16)}`, 'B'.repeat(32), 'k'.repeat(37)],
      ['c-_.'.repeat(4), 'C'.repeat(32), `${'k'.repeat(42)}+=`],
    ];
    const text = ['UUID,AUTHKEY,PSKKEY', ...rows.map((row) => row.join(','))].join('\n');
    expect(read(text).map(({ uuid, authkey, pskKey }) => [uuid, authkey, pskKey])).toEqual(rows);
  });

  test.each(['', ' \n\n', '\uFEFF', ',,\n,,', 'UUID,AUTHKEY', 'UUID,AUTHKEY\r\n\r\n', 'UUID,AUTHKEY\n , '])(
    'is empty: %j',
    (text) => {
      expect(refusal(text)).toEqual({ code: 'LIST_EMPTY', data: {} });
    },
  );

  test('says which columns are missing and which there are', () => {
    expect(refusal('UUID,MAC,Remark\nx,y,z')).toEqual({
      code: 'LIST_COLUMNS',
      data: { missing: 'AUTHKEY', found: 'UUID, MAC, Remark' },
    });
    expect(refusal('a|b\n1|2')).toMatchObject({ data: { missing: 'UUID, AUTHKEY', found: 'a|b' } });
  });

  test('shows no license where the header is missing', () => {
    const shown = JSON.stringify(
      refusal(`${one.uuid},${one.authkey},${one.pskKey}\n${two.uuid},${two.authkey},`),
    );
    expect(shown).toContain('LIST_COLUMNS');
    for (const secret of [one.authkey, one.pskKey, one.uuid]) expect(shown).not.toContain(secret);
  });

  test('names every bad row, by line and uuid, and no key', () => {
    const key = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
    const rows = [
      [one.uuid, one.authkey, ''],
      ['short', key, ''],
      [two.uuid, 'SHORTKEY', ''],
      [two.uuid.replace('f', 'ü'), key, ''],
      ['', key, ''],
      [`${two.uuid.slice(0, -1)}9`, `${key.slice(0, -1)}!`, ''],
      [`${two.uuid.slice(0, -1)}8`, key, 'short-psk'],
      [`${two.uuid.slice(0, -1)}7`, key, 'k'.repeat(36) + 'é'],
      [one.uuid, `${key.slice(0, -1)}Z`, ''],
      [`${two.uuid.slice(0, -1)}6`, one.authkey, ''],
      ['x'.repeat(500), key, ''],
    ];
    const found = refusal(['UUID,AUTHKEY,PSKKEY', ...rows.map((row) => row.join(','))].join('\n'));
    expect(found).toEqual({
      code: 'LIST_INVALID',
      data: {
        count: 10,
        rows: [
          { row: 3, problem: 'uuid-length', value: 'short' },
          { row: 4, problem: 'authkey-length', value: two.uuid },
          { row: 5, problem: 'uuid-characters', value: two.uuid.replace('f', 'ü') },
          { row: 6, problem: 'uuid-length' },
          { row: 7, problem: 'authkey-characters', value: `${two.uuid.slice(0, -1)}9` },
          { row: 8, problem: 'psk-length', value: `${two.uuid.slice(0, -1)}8` },
          { row: 9, problem: 'psk-characters', value: `${two.uuid.slice(0, -1)}7` },
          { row: 10, problem: 'duplicate-uuid', value: one.uuid },
          { row: 11, problem: 'duplicate-authkey', value: `${two.uuid.slice(0, -1)}6` },
          { row: 12, problem: 'uuid-length' },
        ],
      },
    });
    for (const secret of [key, 'SHORTKEY', 'short-psk', one.authkey]) {
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });

  test('a row in which uuid and authkey changed places shows no key', () => {
    expect(JSON.stringify(refusal(`UUID,AUTHKEY\n${one.authkey},${one.uuid}`))).not.toContain(one.authkey);
  });

  test('shows 200 bad rows and counts all', () => {
    const rows = Array.from({ length: 250 }, (_, index) => `bad${index},x`);
    const { data } = refusal(['UUID,AUTHKEY', ...rows].join('\n')) as {
      data: { rows: unknown[]; count: number };
    };
    expect(data.rows).toHaveLength(200);
    expect(data.count).toBe(250);
  });

  test.each([
    ['a quote that is never closed', `UUID,AUTHKEY\n${one.uuid},"${one.authkey}\n`, 2],
    ['text after a closing quote', `UUID,AUTHKEY\n${one.uuid},"${one.authkey}"x\n`, 2],
    ['an endless line', `UUID,AUTHKEY\n${'x'.repeat(50_000)}`, 2],
  ])('cannot be read: %s', (_what, text, row) => {
    const found = refusal(text);
    expect(found).toEqual({
      code: 'LIST_INVALID',
      data: { count: 1, rows: [{ row, problem: 'unreadable' }] },
    });
  });

  test('is no workbook and no other binary', () => {
    const unreadable = {
      code: 'LIST_INVALID',
      data: { count: 1, rows: [{ row: 1, problem: 'unreadable' }] },
    };
    expect(refusal(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0x81, 0xff]))).toEqual(unreadable);
    expect(refusal(new Uint8Array(100))).toEqual(unreadable);
    // Half a UTF-16 character.
    expect(refusal(Uint8Array.from([0xff, 0xfe, 0x41]))).toEqual(unreadable);
  });
});

describe('any list', () => {
  const uuid = fc.stringMatching(/^[0-9A-Za-z_.-]{16}$|^[0-9A-Za-z_.-]{20}$/);
  const authkey = fc.stringMatching(/^[0-9A-Za-z]{32}$/);
  // What a psk may hold and a spreadsheet would not have to quote.
  const pskKey = fc.oneof(fc.constant(''), fc.stringMatching(/^[!#-+\--:<-~]{37}$|^[!#-+\--:<-~]{44}$/));
  const table = fc
    .uniqueArray(fc.record({ uuid, authkey, pskKey }), {
      minLength: 1,
      maxLength: 20,
      selector: (row) => row.uuid,
    })
    .filter((rows) => new Set(rows.map((row) => row.authkey)).size === rows.length);
  const layout = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    mark: fc.constantFrom('', '\uFEFF'),
    quote: fc.constantFrom('', '"'),
    padding: fc.constantFrom('', ' ', '  '),
    order: fc.shuffledSubarray(['uuid', 'authkey', 'pskKey', 'note'] as const, { minLength: 4 }),
    upper: fc.boolean(),
  });

  test('comes out as it was written, in whatever layout', () => {
    fc.assert(
      fc.property(table, layout, (rows, { delimiter, lineEnd, mark, quote, padding, order, upper }) => {
        const write = (cells: readonly string[]): string =>
          cells.map((cell) => padding + quote + cell + quote + padding).join(delimiter);
        const header = write(order.map((name) => (upper ? name.toUpperCase() : name)));
        const body = rows.map((row) => write(order.map((name) => (name === 'note' ? 'n' : row[name]))));
        const content = bytes(mark + [header, ...body].join(lineEnd));
        expect(readLicenseList(content)).toEqual(rows.map((row, index) => ({ ...row, row: index + 2 })));
      }),
    );
  });

  const half = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          'UUID',
          'AUTHKEY',
          'key',
          ',',
          ';',
          '\t',
          '"',
          '\n',
          '\r\n',
          ' ',
          '\uFEFF',
          one.uuid,
          one.authkey,
          'é',
        ),
      )
      .map((parts) => parts.join('')),
    fc
      .array(fc.constantFrom(',', '"', '\n', one.uuid, one.authkey))
      .map((parts) => `UUID,AUTHKEY\n${parts.join('')}`),
  );

  test('gives licenses or a coded error, never anything else, and never a key', () => {
    fc.assert(
      fc.property(fc.oneof(half.map(bytes), fc.uint8Array({ maxLength: 300 })), (content) => {
        try {
          expect(readLicenseList(content).length).toBeGreaterThan(0);
        } catch (thrown) {
          if (!(thrown instanceof KilnError)) throw thrown;
          expect(isErrorCode(thrown.code)).toBe(true);
          expect(thrown.code).toMatch(/^LIST_/);
          expect(thrown.cause).toBeUndefined();
          expect(JSON.stringify(thrown) + thrown.message).not.toContain(one.authkey);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a list that another tool has worked through', () => {
  test('refuses what it marks as used, and takes what it does not', () => {
    const other = { ...one, uuid: `${one.uuid.slice(0, -1)}z`, authkey: `${one.authkey.slice(0, -1)}z` };
    const list = (first: string): string =>
      `UUID,AUTHKEY,STATUS,MAC\n${one.uuid},${one.authkey},${first},\n${other.uuid},${other.authkey},,\n`;
    expect(readLicenseList(bytes(list('')))).toHaveLength(2);
    expect(() => readLicenseList(bytes(list(' used ')))).toThrow(
      expect.objectContaining({
        code: 'LIST_INVALID',
        data: { count: 1, rows: [{ row: 2, problem: 'already-used', value: one.uuid }] },
      }),
    );
  });
});
