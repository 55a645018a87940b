import type { CodeRow } from './row.js';

/** Error codes that came with the desk room; their words are in words/en/errors-desk.ts. */
export const DESK_CODES = {
  // Who asks
  LOGIN_NEEDED: { group: 'token', retryable: false },
  LOGIN_FAILED: { group: 'token', retryable: false },
  ROLE_MISSING: { group: 'token', retryable: false },
  ACCOUNT_PENDING: { group: 'token', retryable: false },
  ACCOUNT_DISABLED: { group: 'token', retryable: false },
  ACCOUNT_EXISTS: { group: 'usage', retryable: false },
  ACCOUNT_LAST_ADMIN: { group: 'usage', retryable: false },
  EMAIL_INVALID: { group: 'usage', retryable: false },
  PASSWORD_WEAK: { group: 'usage', retryable: false },
  // What is asked for
  DESK_UNKNOWN: { group: 'usage', retryable: false },
  NO_DATA_PERMISSION: { group: 'token', retryable: false },
  TOKEN_REVOKED: { group: 'token', retryable: false },
  TOKEN_CLAIMED: { group: 'token', retryable: false },
  MAC_RULE: { group: 'board', retryable: false },
  // What a token is to ask of its boards
  MAC_RANGE: { group: 'usage', retryable: false },
  MAC_RANGE_SMALL: { group: 'usage', retryable: false },
  COUNTRY_UNKNOWN: { group: 'usage', retryable: false },
  RSSI_TEST: { group: 'usage', retryable: false },
  ORDER_DATES: { group: 'usage', retryable: false },
  ORDER_EXPIRED: { group: 'usage', retryable: false },
  ORDER_LIST_RULES: { group: 'usage', retryable: false },
  LOW_WATER_HIGH: { group: 'usage', retryable: false },
  // Firmware of a product
  FIRMWARE_EXISTS: { group: 'usage', retryable: false },
  FIRMWARE_FLASH_SIZE: { group: 'usage', retryable: false },
  FIRMWARE_VERSION: { group: 'usage', retryable: false },
  FIRMWARE_ENABLED: { group: 'usage', retryable: false },
  FIRMWARE_DISABLED: { group: 'usage', retryable: false },
  FIRMWARE_INCOMPLETE: { group: 'usage', retryable: false },
  FIRMWARE_SCOPE: { group: 'token', retryable: false },
  FIRMWARE_OTHER_CLASS: { group: 'usage', retryable: false },
  UPLOAD_DAMAGED: { group: 'usage', retryable: true },
  FILE_EXISTS: { group: 'usage', retryable: false },
  // Orders and the pool
  POOL_SHORT: { group: 'token', retryable: false },
  FREE_TAKEN: { group: 'token', retryable: false },
  ORDER_NO_TOKEN: { group: 'usage', retryable: false },
  ORDER_NO_LIST: { group: 'usage', retryable: false },
  LIST_TOO_LONG: { group: 'usage', retryable: false },
  // Sandwich boards
  BOARD_NEEDED: { group: 'token', retryable: false },
  BOARD_PASSWORD: { group: 'token', retryable: false },
  BOARD_TAKEN: { group: 'token', retryable: false },
  BOARD_UNBOUND: { group: 'token', retryable: false },
  BOARD_EXISTS: { group: 'usage', retryable: false },
  // Work orders
  STATION_SKIPPED: { group: 'token', retryable: false },
  ORDER_UNREACHABLE: { group: 'token', retryable: true },
  WORK_ORDER_CLOSED: { group: 'token', retryable: false },
  WORK_ORDER_FULL: { group: 'token', retryable: false },
  UNIT_MISMATCH: { group: 'token', retryable: false },
  UNIT_UNKNOWN: { group: 'token', retryable: false },
  // The ledger, by hand
  LICENSE_SEEN: { group: 'token', retryable: false },
  LICENSE_IN_HAND: { group: 'token', retryable: true },
} as const satisfies Record<string, CodeRow>;
