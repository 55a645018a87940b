import type { StationEvent, StationSnapshot } from '../../../shared/contract/station.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';

/** Lines the view keeps; older ones fall out. The records keep everything. */
export const LOG_CAP = 1000;

/** What the view knows of the station, and whether it must ask for the whole of it. */
export interface Sync {
  readonly snapshot: StationSnapshot | null;
  /** A snapshot is wanted: ask for it, then feed it back. */
  readonly fetching: boolean;
  /** Events that came while a snapshot was on its way, in order of arrival. */
  readonly held: readonly StationEvent[];
  readonly error: CodedError | null;
}

export type SyncInput =
  | { readonly type: 'start' }
  | { readonly type: 'event'; readonly event: StationEvent }
  | { readonly type: 'snapshot'; readonly snapshot: StationSnapshot }
  | { readonly type: 'failed'; readonly error: CodedError };

export const EMPTY_SYNC: Sync = { snapshot: null, fetching: false, held: [], error: null };

function change(snapshot: StationSnapshot, event: StationEvent): StationSnapshot {
  const { seq } = event;
  switch (event.type) {
    case 'slot':
      return {
        ...snapshot,
        seq,
        slots: snapshot.slots.map((slot) => (slot.slot === event.slot.slot ? event.slot : slot)),
      };
    case 'log':
      return { ...snapshot, seq, log: [...snapshot.log, ...event.lines].slice(-LOG_CAP) };
    case 'station': {
      const { layout, mode, policies, token, counters, slots } = event;
      return { ...snapshot, seq, layout, mode, policies, token, counters, slots };
    }
  }
}

/** Applies one event. `stale`: the snapshot has it already; `gap`: an event in between was lost. */
export function applyEvent(
  snapshot: StationSnapshot,
  event: StationEvent,
): StationSnapshot | 'stale' | 'gap' {
  if (event.seq <= snapshot.seq) return 'stale';
  return event.seq === snapshot.seq + 1 ? change(snapshot, event) : 'gap';
}

function afterSnapshot(fresh: StationSnapshot, held: readonly StationEvent[]): Sync {
  let snapshot: StationSnapshot = { ...fresh, log: fresh.log.slice(-LOG_CAP) };
  for (const [index, event] of held.entries()) {
    const next = applyEvent(snapshot, event);
    if (next === 'gap') return { snapshot, fetching: true, held: held.slice(index), error: null };
    if (next !== 'stale') snapshot = next;
  }
  return { snapshot, fetching: false, held: [], error: null };
}

/** The next state of the view's copy: rebuilt from a snapshot and the events after it, without gaps. */
export function nextSync(sync: Sync, input: SyncInput): Sync {
  switch (input.type) {
    case 'start':
      return { ...sync, fetching: true, error: null };
    case 'failed':
      return { ...sync, fetching: false, error: input.error };
    case 'snapshot':
      return afterSnapshot(input.snapshot, sync.held);
    case 'event': {
      if (sync.fetching) return { ...sync, held: [...sync.held, input.event].slice(-LOG_CAP) };
      if (sync.snapshot === null) return sync;
      const next = applyEvent(sync.snapshot, input.event);
      if (next === 'stale') return sync;
      if (next === 'gap') return { ...sync, fetching: true, held: [input.event] };
      return { ...sync, snapshot: next };
    }
  }
}
