import type { WriterEvent, WriterSnapshot } from '../../../shared/contract/writer.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';

/** Lines the view keeps; older ones fall out. */
const LOG_CAP = 500;
const FRAMES_CAP = 300;

/** What the view knows of the Writer, and whether it must ask for the whole of it. */
export interface Sync {
  readonly snapshot: WriterSnapshot | null;
  /** A snapshot is wanted: ask for it, then feed it back. */
  readonly fetching: boolean;
  /** Events that came while a snapshot was on its way, in order of arrival. */
  readonly held: readonly WriterEvent[];
  readonly error: CodedError | null;
}

export type SyncInput =
  | { readonly type: 'start' }
  | { readonly type: 'event'; readonly event: WriterEvent }
  | { readonly type: 'snapshot'; readonly snapshot: WriterSnapshot }
  | { readonly type: 'failed'; readonly error: CodedError };

export const EMPTY_SYNC: Sync = { snapshot: null, fetching: false, held: [], error: null };

function change(snapshot: WriterSnapshot, event: WriterEvent): WriterSnapshot {
  if (event.type === 'log') {
    const log = [...snapshot.log, ...event.lines].slice(-LOG_CAP);
    return {
      ...snapshot,
      seq: event.seq,
      log,
      frames: [...snapshot.frames, ...event.frames].slice(-FRAMES_CAP),
    };
  }
  const { seq, settings, file, recent, job, board, framesOn } = event;
  const face = { seq, settings, file, recent, job, board, framesOn };
  return { ...snapshot, ...face, frames: framesOn ? snapshot.frames : [] };
}

function catchUp(snapshot: WriterSnapshot, held: readonly WriterEvent[]): Sync {
  let now = snapshot;
  for (const [index, event] of held.entries()) {
    if (event.seq > now.seq + 1)
      return { snapshot: now, fetching: true, held: held.slice(index), error: null };
    if (event.seq > now.seq) now = change(now, event);
  }
  return { snapshot: now, fetching: false, held: [], error: null };
}

/** The next state of the view's copy: rebuilt from a snapshot and the events after it, without gaps. */
export function nextSync(sync: Sync, input: SyncInput): Sync {
  switch (input.type) {
    case 'start':
      return { ...sync, fetching: true, error: null };
    case 'failed':
      return { ...sync, fetching: false, error: input.error };
    case 'snapshot':
      return catchUp(input.snapshot, sync.held);
    case 'event':
      if (sync.fetching) return { ...sync, held: [...sync.held, input.event].slice(-LOG_CAP) };
      return sync.snapshot === null ? sync : catchUp(sync.snapshot, [input.event]);
  }
}
