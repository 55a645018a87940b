import type { CodeRow } from './row.js';

/** Error codes that came with the server room; their words are in words/en/errors-server.ts. */
export const SERVER_CODES = {
  STORE_UNREACHABLE: { group: 'token', retryable: true },
  SECRET_KEY_LOST: { group: 'token', retryable: false },
  SECRET_KEY_WRONG: { group: 'token', retryable: false },
  SECRET_KEY_LOCKED: { group: 'token', retryable: false },
  LEDGER_UNBALANCED: { group: 'token', retryable: false },
  SECRET_UNREADABLE: { group: 'token', retryable: false },
} as const satisfies Record<string, CodeRow>;
