import type { CodeRow } from './codes/row.js';
import { STATION_CODES } from './codes/station.js';
import { INSPECT_CODES } from './codes/inspect.js';
import { DESK_CODES } from './codes/desk.js';
import { SERVER_CODES } from './codes/server.js';
import { WRITER_CODES } from './codes/writer.js';

/**
 * Every error a person may meet. The group decides the CLI's exit code and where the view shows it; the words
 * (title, cause, remedy) live in shared/words. `retryable`: running the same again may well succeed.
 */
export const ERROR_CODES = {
  // The port
  PORT_NOT_FOUND: { group: 'port', retryable: true },
  PORT_BUSY: { group: 'port', retryable: true },
  PORT_NO_PERMISSION: { group: 'port', retryable: false },
  PORT_OPEN_FAILED: { group: 'port', retryable: true },
  PORT_LOST: { group: 'port', retryable: true },
  PORT_NOT_CHOSEN: { group: 'port', retryable: false },
  // The loader
  BUS_NOT_CAPTURED: { group: 'board', retryable: true },
  CHIP_MISMATCH: { group: 'board', retryable: false },
  CHIP_UNKNOWN: { group: 'board', retryable: true },
  BAUD_RATE_FAILED: { group: 'board', retryable: true },
  LINK_LOST: { group: 'board', retryable: true },
  FLASH_NO_ANSWER: { group: 'board', retryable: true },
  FLASH_UNPROTECT: { group: 'board', retryable: true },
  FLASH_ERASE: { group: 'board', retryable: true },
  FLASH_WRITE: { group: 'board', retryable: true },
  FLASH_READ: { group: 'board', retryable: true },
  FLASH_VERIFY: { group: 'board', retryable: true },
  FLASH_TOO_SMALL: { group: 'board', retryable: false },
  FLASH_RANGE_PROTECTED: { group: 'board', retryable: false },
  FLASH_READ_GUARDED: { group: 'board', retryable: false },
  FLASH_BLANK: { group: 'board', retryable: true },
  FLASH_DIFFERS: { group: 'board', retryable: false },
  CRC_NO_ANSWER: { group: 'board', retryable: true },
  BOARD_CHANGED: { group: 'board', retryable: true },
  NOT_ON_THIS_CHIP: { group: 'board', retryable: false },
  EFUSE_UNREADABLE: { group: 'board', retryable: true },
  RANGE_UNALIGNED: { group: 'usage', retryable: false },
  // The firmware file
  FIRMWARE_EMPTY: { group: 'usage', retryable: false },
  FIRMWARE_BLANK: { group: 'usage', retryable: false },
  FIRMWARE_TOO_LARGE: { group: 'usage', retryable: false },
  FIRMWARE_KIND: { group: 'usage', retryable: false },
  FIRMWARE_UNKNOWN: { group: 'usage', retryable: false },
  FIRMWARE_DAMAGED: { group: 'usage', retryable: false },
  FIRMWARE_KEY: { group: 'board', retryable: false },
  FIRMWARE_PLACE: { group: 'usage', retryable: false },
  FIRMWARE_CHIP: { group: 'board', retryable: false },
  FIRMWARE_STORE: { group: 'token', retryable: false },
  // The application's production test
  TEST_NOT_ENTERED: { group: 'board', retryable: true },
  TEST_NO_REPLY: { group: 'board', retryable: true },
  FINGERPRINT_UNREADABLE: { group: 'board', retryable: true },
  FINGERPRINT_MISMATCH: { group: 'board', retryable: false },
  MAC_INVALID: { group: 'board', retryable: false },
  MAC_CLASH: { group: 'board', retryable: false },
  BOARD_HAS_OTHER_LICENSE: { group: 'board', retryable: false },
  LICENSE_REFUSED: { group: 'board', retryable: true },
  LICENSE_READBACK: { group: 'board', retryable: true },
  COUNTRY_MISMATCH: { group: 'board', retryable: true },
  USER_CONFIG_REFUSED: { group: 'board', retryable: true },
  RSSI_TOO_LOW: { group: 'board', retryable: true },
  GPIO_FAILED: { group: 'board', retryable: true },
  // Tokens and licenses
  TOKEN_MISSING: { group: 'token', retryable: false },
  TOKEN_MALFORMED: { group: 'token', retryable: false },
  TOKEN_UNKNOWN: { group: 'token', retryable: false },
  TOKEN_DEVELOPMENT: { group: 'token', retryable: false },
  TOKEN_EXPIRED: { group: 'token', retryable: false },
  TOKEN_NOT_EFFECTIVE: { group: 'token', retryable: false },
  POOL_EMPTY: { group: 'token', retryable: false },
  LICENSE_INVALID: { group: 'token', retryable: false },
  LICENSE_STATE: { group: 'token', retryable: false },
  LIST_INVALID: { group: 'token', retryable: false },
  LIST_COLUMNS: { group: 'token', retryable: false },
  LIST_EMPTY: { group: 'token', retryable: false },
  STORE_DAMAGED: { group: 'token', retryable: false },
  STORE_BUSY: { group: 'token', retryable: true },
  STORE_NEWER: { group: 'token', retryable: false },
  // The rest
  FILE_UNREADABLE: { group: 'usage', retryable: false },
  USAGE: { group: 'usage', retryable: false },
  BAD_REQUEST: { group: 'usage', retryable: false },
  SLOT_RUNNING: { group: 'usage', retryable: true },
  CANCELLED: { group: 'cancelled', retryable: true },
  INTERNAL: { group: 'internal', retryable: true },
  ...STATION_CODES,
  ...INSPECT_CODES,
  ...DESK_CODES,
  ...SERVER_CODES,
  ...WRITER_CODES,
} as const satisfies Record<string, CodeRow>;

export type { ErrorGroup } from './codes/row.js';
export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error carries for its words and for the record: plain JSON, never a secret. */
export type ErrorData = Readonly<Record<string, string | number | boolean | null | readonly ErrorRow[]>>;
/** One row of a refused list: 1-based line of the file, and what is wrong with it (a key of words.rows). */
export interface ErrorRow {
  readonly row: number;
  readonly problem: string;
  readonly value?: string | undefined;
}
