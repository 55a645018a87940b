/** Names of the calls of contract/settings.ts, without zod: preload needs no more of the table. */
export const SETTINGS_CALL_NAMES = [] as const;
export const SETTINGS_EVENT_NAMES = [] as const;
