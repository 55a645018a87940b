/** Names of the calls of contract/settings.ts, without zod: preload needs no more of the table. */
export const SETTINGS_CALL_NAMES = [
  'settings.pms.get',
  'settings.pms.set',
  'settings.pms.test',
  'settings.pms.login',
  'settings.pms.logout',
  'settings.key.get',
  'settings.key.set',
] as const;
export const SETTINGS_EVENT_NAMES = ['settings.pms'] as const;
