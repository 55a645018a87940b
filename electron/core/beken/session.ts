import type { LoaderContext, LoaderEvent } from './api.js';
import type { Commands } from './commands.js';

/** What every step of the loader works with. */
export interface Session extends LoaderContext {
  readonly commands: Commands;
}

type Note = Extract<LoaderEvent, { type: 'note' }>;

/** Says something in the log. `key` is one of words.log. */
export function note(
  session: LoaderContext,
  level: Note['level'],
  key: string,
  data: Note['data'] = {},
): void {
  session.onEvent({ type: 'note', level, key, data });
}

/** Tells how far the stage in hand is, in bytes. */
export function progress(session: LoaderContext, done: number, total: number, address: number): void {
  session.onEvent({ type: 'progress', done, total, address });
}
