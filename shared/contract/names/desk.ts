/** Names of the calls of contract/desk.ts, without zod: preload needs no more of the table. */
export const DESK_CALL_NAMES = [
  'desk.state',
  'desk.perform',
  'desk.choose',
  'desk.upload',
  'desk.download',
] as const;
export const DESK_EVENT_NAMES = ['desk.state', 'desk.progress'] as const;
