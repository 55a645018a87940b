import type { CodeRow } from './row.js';

/** Error codes that came with the station room; their words are in words/en/errors-station.ts. */
export const STATION_CODES = {
  FIRMWARE_NONE: { group: 'token', retryable: false },
  // What a station finds at a board
  TEST_CLOSED: { group: 'board', retryable: false },
  BOARD_ALREADY_AUTHORIZED: { group: 'board', retryable: false },
  MAC_DUPLICATE: { group: 'board', retryable: false },
  MAC_POOL_EMPTY: { group: 'usage', retryable: false },
  STACK_UP: { group: 'board', retryable: true },
  FLASH_SIZE_DIFFERS: { group: 'board', retryable: false },
  // A re-check
  VERIFY_NO_LICENSE: { group: 'board', retryable: false },
  VERIFY_UNKNOWN: { group: 'board', retryable: false },
  VERIFY_DIFFERS: { group: 'board', retryable: false },
  VERIFY_STATE: { group: 'board', retryable: false },
  // What is asked of a station
  NOT_CONFIRMED: { group: 'usage', retryable: false },
  SERIAL_MISSING: { group: 'usage', retryable: false },
  SERIAL_MALFORMED: { group: 'usage', retryable: false },
  SERIAL_OF_ORDER: { group: 'usage', retryable: false },
  SERIAL_TAKEN: { group: 'usage', retryable: false },
  SERIAL_NO_SLOT: { group: 'usage', retryable: false },
  MODE_NOT_FOR_KIND: { group: 'token', retryable: false },
  REMEDY_NOT_HERE: { group: 'usage', retryable: false },
  // The production test
  RSSI_NO_AP: { group: 'board', retryable: true },
  LICENSE_KIND: { group: 'token', retryable: false },
  // The command line of TuyaOpen firmware
  OPEN_CLI_NOT_FOUND: { group: 'board', retryable: true },
  OPEN_CLI_NO_REPLY: { group: 'board', retryable: true },
  LICENSE_NOT_CLEARED: { group: 'board', retryable: true },
  OTP_NOT_ASKED: { group: 'usage', retryable: false },
} as const satisfies Record<string, CodeRow>;
