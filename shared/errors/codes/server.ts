import type { CodeRow } from './row.js';

/** Error codes that came with the server room; their words are in words/en/errors-server.ts. */
export const SERVER_CODES = {
  LISTEN_FAILED: { group: 'usage', retryable: false },
  LOGIN_LIMIT: { group: 'token', retryable: true },
  UPLOAD_TOO_LARGE: { group: 'usage', retryable: false },
  PMS_UNREACHABLE: { group: 'token', retryable: true },
  PMS_FOREIGN: { group: 'token', retryable: false },
  PMS_UNTRUSTED: { group: 'token', retryable: false },
  QUEUE_NOT_EMPTY: { group: 'token', retryable: true },
  STORE_UNREACHABLE: { group: 'token', retryable: true },
  SECRET_KEY_LOST: { group: 'token', retryable: false },
  SECRET_KEY_WRONG: { group: 'token', retryable: false },
  SECRET_KEY_LOCKED: { group: 'token', retryable: false },
  LEDGER_UNBALANCED: { group: 'token', retryable: false },
  // Leases ahead
  LEASE_CONFLICT: { group: 'token', retryable: false },
  LEASE_LOST: { group: 'token', retryable: false },
  LEASE_ENDED: { group: 'token', retryable: true },
  SECRET_UNREADABLE: { group: 'token', retryable: false },
} as const satisfies Record<string, CodeRow>;
