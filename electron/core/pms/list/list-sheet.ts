import { stat } from 'node:fs/promises';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { ListLine, ReadProgress } from './list-line.js';
import { listInvalid } from './list-problems.js';
import { Archive } from './sheet/archive.js';
import { findParts } from './sheet/parts.js';
import { RichText } from './sheet/rich-text.js';
import { SheetRows } from './sheet/sheet-rows.js';
import { TextStore } from './sheet/text-store.js';
import { readXml, XmlPump } from './sheet/xml.js';

/** The table of shared texts, into a store. */
async function storeTexts(chunks: AsyncIterable<Uint8Array>, store: TextStore): Promise<void> {
  const rich = new RichText();
  await readXml(chunks, {
    open: (name, attributes) => rich.open(name, attributes),
    text: (text) => rich.text(text),
    close(name) {
      if (name === 'si') store.add(rich.take());
      else rich.close(name);
    },
  });
  store.seal();
}

/** As many lines at a time as are there: each step of a generator costs as much as a line. */
async function* rowsOf(
  chunks: AsyncIterable<Uint8Array>,
  textAt: (index: number) => string | undefined,
): AsyncGenerator<ListLine[]> {
  const rows = new SheetRows(textAt);
  const pump = new XmlPump(rows);
  for await (const chunk of chunks) {
    pump.write(chunk);
    yield rows.take();
  }
  pump.end();
}

/** @param told bytes of all, unpacked */
async function* linesOf(archive: Archive, told: ReadProgress): AsyncGenerator<ListLine[]> {
  const { sheet, texts } = await findParts(archive);
  const total = archive.size(sheet) + (texts === null ? 0 : archive.size(texts));
  let done = 0;
  const counted = async function* (part: string): AsyncGenerator<Uint8Array> {
    for await (const chunk of archive.read(part)) {
      yield chunk;
      told((done += chunk.length), total);
    }
  };
  if (texts === null) {
    yield* rowsOf(counted(sheet), () => undefined);
    return;
  }
  const store = await TextStore.open();
  try {
    await storeTexts(counted(texts), store);
    yield* rowsOf(counted(sheet), (index) => store.get(index));
  } finally {
    await store.close();
  }
}

/**
 * The first sheet of a workbook that is shown, in bounded memory: what its cells have in common is kept on the disk
 * meanwhile (`sheet/text-store.ts`).
 * @throws KilnError LIST_INVALID (`unreadable`), LIST_TOO_LONG; of the file system
 */
export async function* sheetLines(path: string, onProgress: ReadProgress): AsyncGenerator<ListLine> {
  const { size } = await stat(path);
  let archive: Archive | null = null;
  try {
    archive = await Archive.open(path);
    const told: ReadProgress = (done, total) => onProgress(Math.floor((done / total) * size), size);
    for await (const lines of linesOf(archive, told)) {
      for (const line of lines) yield line;
    }
  } catch (thrown) {
    if (thrown instanceof KilnError || (thrown instanceof Error && 'syscall' in thrown)) throw thrown;
    // What a library says may quote the sheet.
    throw listInvalid([{ row: 1, problem: 'unreadable' }]);
  } finally {
    archive?.close();
  }
}
