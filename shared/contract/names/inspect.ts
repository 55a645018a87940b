/** Names of the calls of contract/inspect.ts, without zod: preload needs no more of the table. */
export const INSPECT_CALL_NAMES = [
  'inspect.read',
  'inspect.plan',
  'inspect.repair',
  'inspect.reveal',
  'inspect.backup',
  'inspect.authorize',
  'inspect.cancel',
] as const;
export const INSPECT_EVENT_NAMES = ['inspect.event'] as const;
