/** Names of the calls of contract/records.ts, without zod: preload needs no more of the table. */
export const RECORDS_CALL_NAMES = [] as const;
export const RECORDS_EVENT_NAMES = [] as const;
