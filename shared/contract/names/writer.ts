/** Names of the calls of contract/writer.ts, without zod: preload needs no more of the table. */
export const WRITER_CALL_NAMES = [
  'writer.snapshot',
  'writer.configure',
  'writer.browse',
  'writer.drop',
  'writer.recent',
  'writer.run',
  'writer.read',
  'writer.stop',
  'writer.frames',
  'writer.saveLog',
] as const;
export const WRITER_EVENT_NAMES = ['writer.event'] as const;

/** What preload calls by itself and no page may ask for. */
export const PRELOAD_ONLY = ['writer.drop'] as const;
