import type { CodeRow } from './row.js';

/** Error codes that came with the station room; their words are in words/en/errors-station.ts. */
export const STATION_CODES = {
  FIRMWARE_NONE: { group: 'token', retryable: false },
} as const satisfies Record<string, CodeRow>;
