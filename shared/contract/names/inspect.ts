/** Names of the calls of contract/inspect.ts, without zod: preload needs no more of the table. */
export const INSPECT_CALL_NAMES = [] as const;
export const INSPECT_EVENT_NAMES = [] as const;
