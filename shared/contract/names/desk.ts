/** Names of the calls of contract/desk.ts, without zod: preload needs no more of the table. */
export const DESK_CALL_NAMES = [
  'desk.state',
  'desk.perform',
  'desk.choose',
  'desk.take',
  'desk.upload',
  'desk.download',
  'desk.downloadAll',
] as const;
export const DESK_EVENT_NAMES = ['desk.state', 'desk.progress'] as const;
/** Preload asks these itself; the page cannot, because it would name a path. */
export const DESK_PRELOAD_ONLY = ['desk.take'] as const;
