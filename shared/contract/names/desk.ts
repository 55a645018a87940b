/** Names of the calls of contract/desk.ts, without zod: preload needs no more of the table. */
export const DESK_CALL_NAMES = [] as const;
export const DESK_EVENT_NAMES = [] as const;
