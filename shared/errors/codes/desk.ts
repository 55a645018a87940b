import type { CodeRow } from './row.js';

/** Error codes that came with the desk room; their words are in words/en/errors-desk.ts. */
export const DESK_CODES = {} as const satisfies Record<string, CodeRow>;
