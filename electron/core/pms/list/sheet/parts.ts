import { posix } from 'node:path';

import type { Archive } from './archive.js';
import { insist } from './damage.js';
import { attribute, readXml } from './xml.js';

/** Names of parts. */
export interface SheetParts {
  readonly sheet: string;
  /** null where every text stands in its cell. */
  readonly texts: string | null;
}

interface Relation {
  readonly id: string;
  /** The end of its type: the beginnings of transitional and strict workbooks differ. */
  readonly kind: string;
  readonly target: string;
}

interface SheetEntry {
  readonly id: string;
  readonly hidden: boolean;
}

/** What a part says it belongs with. @param of '' for the package itself */
async function relationsOf(archive: Archive, of: string): Promise<Relation[]> {
  const folder = posix.dirname(of);
  const relations: Relation[] = [];
  await readXml(archive.read(posix.join(folder, '_rels', `${posix.basename(of)}.rels`)), {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      insist(Id !== undefined && Type !== undefined && Target !== undefined, 'relation');
      const target = posix.join('/', Target.startsWith('/') ? '' : folder, Target).slice(1);
      relations.push({ id: Id, kind: posix.basename(Type), target });
    },
    text: () => undefined,
    close: () => undefined,
  });
  return relations;
}

async function sheetsOf(archive: Archive, workbook: string): Promise<SheetEntry[]> {
  const sheets: SheetEntry[] = [];
  await readXml(archive.read(workbook), {
    open(name, attributes) {
      if (name !== 'sheet') return;
      const id = attribute(attributes, 'id') ?? '';
      sheets.push({ id, hidden: (attributes['state'] ?? 'visible') !== 'visible' });
    },
    text: () => undefined,
    close: () => undefined,
  });
  return sheets;
}

/** The first sheet of a workbook that is shown, by the workbook's own order, and its texts. @throws DamagedWorkbook */
export async function findParts(archive: Archive): Promise<SheetParts> {
  const workbook = (await relationsOf(archive, '')).find(({ kind }) => kind === 'officeDocument')?.target;
  insist(workbook !== undefined, 'no workbook');
  const relations = await relationsOf(archive, workbook);
  const sheetAt = ({ id }: SheetEntry): string | undefined =>
    relations.find((one) => one.id === id && one.kind === 'worksheet')?.target;
  // A chart has a sheet of its own, without cells.
  const sheets = (await sheetsOf(archive, workbook)).filter((one) => sheetAt(one) !== undefined);
  const first = sheets.find(({ hidden }) => !hidden) ?? sheets[0];
  const sheet = first && sheetAt(first);
  insist(sheet !== undefined, 'no sheet');
  return { sheet, texts: relations.find(({ kind }) => kind === 'sharedStrings')?.target ?? null };
}
