import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';

import { CsvError, parse, type Info } from 'csv-parse';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { ListLine, ReadProgress } from './list-line.js';
import { listInvalid } from './list-problems.js';
import { guessDelimiter } from './list-text.js';

/** No license is longer; a lost quote otherwise swallows the whole file before it is noticed. */
const LONGEST_LINE = 20_000;
/** Enough to see the header of any list. */
const HEAD_BYTES = 65_536;

/** What UTF-16 begins with; UTF-8 and GB 18030 are told apart by whether the file is UTF-8 to its end. */
function markOf(head: Uint8Array): string | null {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** @returns false where the bytes are not valid in that encoding, or hold what no text holds */
async function isText(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) {
      if (decoder.decode(chunk as Uint8Array, { stream: true }).includes('\0')) return false;
    }
    decoder.decode();
    return true;
  } catch (thrown) {
    if (thrown instanceof TypeError) return false;
    throw thrown;
  }
}

/** As listText, without holding the file. @throws KilnError LIST_INVALID where it is no text */
async function encodingOf(path: string, head: Uint8Array): Promise<string> {
  for (const encoding of [markOf(head) ?? 'utf-8', 'gb18030']) {
    if (await isText(path, encoding)) return encoding;
  }
  throw listInvalid([{ row: 1, problem: 'unreadable' }]);
}

async function* textOf(path: string, encoding: string, told: (bytes: number) => void) {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) {
    const bytes = chunk as Uint8Array;
    told(bytes.length);
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}

/** Resolves when there is room again, or nobody reads any more. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}

async function* textLines(
  path: string,
  head: Uint8Array,
  onProgress: ReadProgress,
): AsyncGenerator<ListLine> {
  const encoding = await encodingOf(path, head);
  const { size } = await stat(path);
  const parser = parse({
    delimiter: guessDelimiter(new TextDecoder(encoding).decode(head).replace(/\r\n?/g, '\n')),
    record_delimiter: ['\r\n', '\n', '\r'],
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    max_record_size: LONGEST_LINE,
  });
  let done = 0;
  const feed = async (): Promise<void> => {
    const told = (bytes: number): void => onProgress((done += bytes), size);
    for await (const text of textOf(path, encoding, told)) {
      if (parser.destroyed) return;
      if (!parser.write(text)) await drained(parser);
    }
    parser.end();
  };
  const fed = feed().catch((cause: unknown) => {
    parser.destroy(cause instanceof Error ? cause : new Error(String(cause)));
  });
  try {
    for await (const line of parser) {
      const { record, info } = line as { record: string[]; info: Info };
      yield { row: info.lines, cells: record };
    }
    await fed;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    // The library's error quotes the line, keys and all: it goes no further than here.
    const row = typeof thrown['lines'] === 'number' ? thrown['lines'] : 1;
    throw listInvalid([{ row, problem: 'unreadable' }]);
  }
}

/** A workbook is a zip archive. */
const isZip = ([first, second]: Uint8Array): boolean => first === 0x50 && second === 0x4b;

/**
 * The lines of a license list on disk, in bounded memory: CSV or TSV in any of listText's encodings, or a workbook,
 * whatever its name says.
 * @throws KilnError FILE_UNREADABLE, LIST_INVALID (`unreadable`), LIST_TOO_LONG
 */
export async function* listLines(
  path: string,
  onProgress: ReadProgress = () => undefined,
): AsyncGenerator<ListLine> {
  try {
    const head = await headOf(path);
    if (isZip(head)) {
      // Here and not above: most starts of the program read no workbook.
      const { sheetLines } = await import('./list-sheet.js');
      yield* sheetLines(path, onProgress);
    } else yield* textLines(path, head, onProgress);
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('syscall' in thrown)) throw thrown;
    throw new KilnError('FILE_UNREADABLE', { path, detail: thrown.message }, { cause: thrown });
  }
}
