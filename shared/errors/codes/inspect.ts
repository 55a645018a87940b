import type { CodeRow } from './row.js';

/** Error codes that came with the inspect room; their words are in words/en/errors-inspect.ts. */
export const INSPECT_CODES = {} as const satisfies Record<string, CodeRow>;
