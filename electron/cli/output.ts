import type { ErrorRow } from '../../shared/errors/codes.js';
import type { CodedError } from '../../shared/errors/kiln-error.js';
import { errorText, translator } from '../../shared/words/error-text.js';
import { WORDS, type Language } from '../../shared/words/index.js';

/** Where a command speaks: one JSON object a line with `--json`, sentences otherwise. Results go to out, the rest to err. */
export interface Output {
  readonly json: boolean;
  readonly language: Language;
  /** A result: the object with `--json`, else the lines. */
  readonly result: (event: Readonly<Record<string, unknown>>, lines: readonly string[]) => void;
  /** Something that happened on the way. */
  readonly note: (event: Readonly<Record<string, unknown>>, line: string | null) => void;
  /** A line that is overwritten by the next one on a terminal; nothing elsewhere. */
  readonly status: (line: string) => void;
  readonly error: (error: CodedError) => void;
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
}

export interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export function createOutput(options: { json: boolean; language: Language }, streams: Streams): Output {
  const { json, language } = options;
  const { t } = translator(language);
  let statusOpen = false;
  const closeStatus = (): void => {
    if (statusOpen) streams.err.write('\r\u001b[K');
    statusOpen = false;
  };
  const jsonLine = (value: unknown): void => void streams.out.write(`${JSON.stringify(value)}\n`);
  return {
    json,
    language,
    result(event, lines) {
      closeStatus();
      if (json) jsonLine(event);
      else for (const line of lines) streams.out.write(`${line}\n`);
    },
    note(event, line) {
      if (json) jsonLine(event);
      else if (line !== null) {
        closeStatus();
        streams.err.write(`${line}\n`);
      }
    },
    status(line) {
      if (json || streams.err.isTTY !== true) return;
      streams.err.write(`\r\u001b[K${line}`);
      statusOpen = true;
    },
    error(error) {
      const words = errorText(language, error);
      if (json) {
        jsonLine({ event: 'error', code: error.code, data: error.data, ...words });
        return;
      }
      closeStatus();
      streams.err.write(`${words.title}\n  ${words.cause}\n  ${words.remedy}\n  (${error.code})\n`);
      for (const row of badRows(error)) {
        const problem = WORDS[language].rows[row.problem] ?? row.problem;
        streams.err.write(`  ${row.row}: ${problem}${row.value === undefined ? '' : ` (${row.value})`}\n`);
      }
    },
    say: (key, values = {}) => t(key, values),
  };
}

function badRows({ data }: CodedError): readonly ErrorRow[] {
  const { rows } = data;
  return typeof rows === 'object' && rows !== null ? rows : [];
}
