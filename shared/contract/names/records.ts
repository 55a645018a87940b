/** Names of the calls of contract/records-view.ts, without zod: preload needs no more of the table. */
export const RECORDS_CALL_NAMES = ['records.day', 'records.run', 'records.export'] as const;
export const RECORDS_EVENT_NAMES = [] as const;
