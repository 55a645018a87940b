import type { CodeRow } from './row.js';

/** Error codes that came with the server room; their words are in words/en/errors-server.ts. */
export const SERVER_CODES = {} as const satisfies Record<string, CodeRow>;
