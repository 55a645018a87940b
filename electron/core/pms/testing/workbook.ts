import { strToU8, zipSync, type Zippable } from 'fflate';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The relationships of a part. @param rows id, end of the type, target */
export function relations(rows: readonly (readonly [string, string, string])[], namespace = OFFICE): string {
  const each = rows.map(
    ([id, kind, target]) => `<Relationship Id="${id}" Type="${namespace}/${kind}" Target="${target}"/>`,
  );
  return `<?xml version="1.0"?><Relationships>${each.join('')}</Relationships>`;
}

/** What stands around the rows of a sheet. */
export const sheetOf = (rows: string): string =>
  `<?xml version="1.0"?><worksheet xmlns="urn:main"><sheetData>${rows}</sheetData></worksheet>`;

export const tableOf = (items: string): string => `<?xml version="1.0"?><sst xmlns="urn:main">${items}</sst>`;

export type Parts = Readonly<Record<string, string | Uint8Array>>;

/** Parts of a workbook of one sheet, to be changed. @param items of its table of shared texts, null for none */
export function partsOf(rows: string, items: string | null = null): Readonly<Record<string, string>> {
  return {
    '_rels/.rels': relations([['a', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': '<workbook><sheets><sheet name="one" sheetId="1" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations([
      ['a', 'worksheet', 'worksheets/sheet1.xml'],
      ...(items === null ? [] : [['b', 'sharedStrings', 'sharedStrings.xml'] as const]),
    ]),
    'xl/worksheets/sheet1.xml': sheetOf(rows),
    ...(items === null ? {} : { 'xl/sharedStrings.xml': tableOf(items) }),
  };
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? strToU8(content) : content;

/** An archive of parts, in their order. @param level 0 to store them as they are */
export function pack(parts: Parts, level: 0 | 6 = 6): Uint8Array {
  const content: Zippable = {};
  for (const [name, part] of Object.entries(parts)) content[name] = bytesOf(part);
  return zipSync(content, { level });
}

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const NOWHERE = 0xffffffff;

/** Fields of 2, 4 and 8 bytes, little end first. */
function fields(...each: readonly (readonly [2 | 4 | 8, number])[]): Buffer {
  return Buffer.concat(
    each.map(([size, value]) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(value));
      return bytes.subarray(0, size);
    }),
  );
}

/** An archive as it is written where it may grow beyond 4 GiB: every size and place in its 64-bit field. */
export function pack64(parts: Parts): Uint8Array {
  const plain = Buffer.from(pack(parts, 0));
  const out: Buffer[] = [];
  const directory: Buffer[] = [];
  let place = 0;
  for (let at = plain.readUInt32LE(plain.length - 6); plain.readUInt32LE(at) === CENTRAL;) {
    const [crc, size, nameLength, from] = [
      plain.readUInt32LE(at + 16),
      plain.readUInt32LE(at + 24),
      plain.readUInt16LE(at + 28),
      plain.readUInt32LE(at + 42),
    ];
    const name = plain.subarray(at + 46, at + 46 + nameLength);
    const begin = from + 30 + nameLength + plain.readUInt16LE(from + 28);
    const common = fields(
      [2, 45],
      [2, 0],
      [2, 0],
      [4, 0x21_0000],
      [4, crc],
      [4, NOWHERE],
      [4, NOWHERE],
      [2, nameLength],
    );
    const local = [
      fields([4, LOCAL]),
      common,
      fields([2, 20]),
      name,
      fields([2, 1], [2, 16], [8, size], [8, size]),
    ];
    directory.push(
      fields([4, CENTRAL], [2, 45]),
      common,
      fields([2, 28], [2, 0], [2, 0], [2, 0], [4, 0], [4, NOWHERE]),
      name,
      fields([2, 1], [2, 24], [8, size], [8, size], [8, place]),
    );
    const entry = Buffer.concat([...local, plain.subarray(begin, begin + size)]);
    out.push(entry);
    place += entry.length;
    at += 46 + nameLength + plain.readUInt16LE(at + 30) + plain.readUInt16LE(at + 32);
  }
  const [count, central] = [Object.keys(parts).length, Buffer.concat(directory)];
  const end64 = place + central.length;
  return Buffer.concat([
    ...out,
    central,
    fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count]),
    fields([8, central.length], [8, place]),
    fields([4, 0x07064b50], [4, 0], [8, end64], [4, 1]),
    fields([4, END], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, NOWHERE], [4, NOWHERE], [2, 0]),
  ]);
}
