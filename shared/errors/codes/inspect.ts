import type { CodeRow } from './row.js';

/** Error codes that came with the inspect room; their words are in words/en/errors-inspect.ts. */
export const INSPECT_CODES = {
  // Tuya's storage in flash
  STORAGE_KEY: { group: 'usage', retryable: false },
  STORAGE_FULL: { group: 'board', retryable: false },
  STORAGE_DAMAGED: { group: 'board', retryable: false },
  // Repairs
  PLAN_STALE: { group: 'board', retryable: true },
  REPAIR_IMPOSSIBLE: { group: 'board', retryable: false },
  REPAIR_INTERRUPTED: { group: 'board', retryable: true },
  UNLOCK_INCOMPLETE: { group: 'board', retryable: true },
  UNLOCK_OTHER_LICENSE: { group: 'board', retryable: false },
  BACKUP_UNREADABLE: { group: 'usage', retryable: false },
  BACKUP_OTHER_BOARD: { group: 'board', retryable: false },
  BACKUP_FAILED: { group: 'usage', retryable: false },
  INSPECT_BUSY: { group: 'usage', retryable: true },
} as const satisfies Record<string, CodeRow>;
