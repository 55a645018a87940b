import type { CodeRow } from './row.js';

/** Error codes that came with the writer room; their words are in words/en/errors-writer.ts. */
export const WRITER_CODES = {
  FILE_NOT_CHOSEN: { group: 'usage', retryable: false },
  FILE_UNWRITABLE: { group: 'usage', retryable: true },
  WRITER_RUNNING: { group: 'usage', retryable: true },
} as const satisfies Record<string, CodeRow>;
