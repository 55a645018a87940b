import type { CodeRow } from './row.js';

/** Error codes that came with the station room; their words are in words/en/errors-station.ts. */
export const STATION_CODES = {} as const satisfies Record<string, CodeRow>;
