/** The separators spreadsheets write, the commonest first. */
const DELIMITERS = [',', ';', '\t'] as const;

/** @returns null where the bytes are not valid in that encoding */
function decode(content: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

/**
 * The text of a list: UTF-8, or UTF-16 with its mark ("Unicode text" of Excel), or GB 18030 (what a Chinese Excel
 * writes as CSV), with one kind of line end and without a byte order mark.
 * @returns null where it is no text at all, e.g. a workbook
 */
export function listText(content: Uint8Array): string | null {
  const [first, second] = content;
  const text =
    first === 0xff && second === 0xfe
      ? decode(content, 'utf-16le')
      : first === 0xfe && second === 0xff
        ? decode(content, 'utf-16be')
        : (decode(content, 'utf-8') ?? decode(content, 'gb18030'));
  // A workbook is a zip archive: full of NUL.
  if (text === null || text.includes('\0')) return null;
  return text.replace(/\r\n?/g, '\n');
}

/** The separator of a list by its first line that holds anything; quoted parts do not count. */
export function guessDelimiter(text: string): string {
  const header = (/^.*\S.*$/m.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
