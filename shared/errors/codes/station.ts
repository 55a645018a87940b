import type { CodeRow } from './row.js';

/** Error codes that came with the station room; their words are in words/en/errors-station.ts. */
export const STATION_CODES = {
  FIRMWARE_NONE: { group: 'token', retryable: false },
  // The production test
  RSSI_NO_AP: { group: 'board', retryable: true },
  LICENSE_KIND: { group: 'token', retryable: false },
  // The command line of TuyaOpen firmware
  OPEN_CLI_NOT_FOUND: { group: 'board', retryable: true },
  OPEN_CLI_NO_REPLY: { group: 'board', retryable: true },
  LICENSE_NOT_CLEARED: { group: 'board', retryable: true },
  OTP_NOT_ASKED: { group: 'usage', retryable: false },
} as const satisfies Record<string, CodeRow>;
