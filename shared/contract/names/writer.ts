/** Names of the calls of contract/writer.ts, without zod: preload needs no more of the table. */
export const WRITER_CALL_NAMES = [] as const;
export const WRITER_EVENT_NAMES = [] as const;
