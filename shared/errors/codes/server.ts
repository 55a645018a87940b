import type { CodeRow } from './row.js';

/** Error codes that came with the server room; their words are in words/en/errors-server.ts. */
export const SERVER_CODES = {
  STORE_UNREACHABLE: { group: 'token', retryable: true },
} as const satisfies Record<string, CodeRow>;
