import type { CodedError } from '../../shared/errors/kiln-error.js';

interface Numbered {
  readonly seq: number;
}

/** What a view knows of something in the core, and whether it must ask for the whole of it. */
export interface Copy<S, E> {
  readonly snapshot: S | null;
  /** A snapshot is wanted: ask for it, then feed it back. */
  readonly fetching: boolean;
  /** Events that came while a snapshot was on its way, in order of arrival. */
  readonly held: readonly E[];
  readonly error: CodedError | null;
}

export type CopyInput<S, E> =
  | { readonly type: 'start' }
  | { readonly type: 'event'; readonly event: E }
  | { readonly type: 'snapshot'; readonly snapshot: S }
  | { readonly type: 'failed'; readonly error: CodedError };

export const EMPTY_COPY = { snapshot: null, fetching: false, held: [], error: null } as const;

/**
 * The next state of a view's copy: rebuilt from a snapshot and the numbered events after it, without gaps. An event
 * that the snapshot has already is left out, one that comes after a lost one asks for a new snapshot.
 * @param change - applies one event that follows the snapshot
 * @param cap - events held at most while a snapshot is on its way
 */
export function copier<S extends Numbered, E extends Numbered>(
  change: (snapshot: S, event: E) => S,
  cap: number,
): (copy: Copy<S, E>, input: CopyInput<S, E>) => Copy<S, E> {
  const catchUp = (snapshot: S, held: readonly E[]): Copy<S, E> => {
    let now = snapshot;
    for (const [index, event] of held.entries()) {
      if (event.seq > now.seq + 1)
        return { snapshot: now, fetching: true, held: held.slice(index), error: null };
      if (event.seq > now.seq) now = change(now, event);
    }
    return { snapshot: now, fetching: false, held: [], error: null };
  };
  return (copy, input) => {
    switch (input.type) {
      case 'start':
        return { ...copy, fetching: true, error: null };
      case 'failed':
        return { ...copy, fetching: false, error: input.error };
      case 'snapshot':
        return catchUp(input.snapshot, copy.held);
      case 'event':
        if (copy.fetching) return { ...copy, held: [...copy.held, input.event].slice(-cap) };
        if (copy.snapshot === null || input.event.seq <= copy.snapshot.seq) return copy;
        return catchUp(copy.snapshot, [input.event]);
    }
  };
}

/** Pause before asking again when events are lost between two snapshots. */
const REFETCH_MS = 250;

interface Place<S, E> {
  readonly next: (copy: Copy<S, E>, input: CopyInput<S, E>) => Copy<S, E>;
  readonly get: () => Copy<S, E>;
  readonly set: (copy: Copy<S, E>) => void;
  readonly ask: () => Promise<S>;
  /** What a rejected `ask` says, as a coded error. */
  readonly coded: (thrown: unknown) => CodedError;
}

/** Feeds a copy where it is kept, and asks for a snapshot as often as the copy wants one. */
export function feeder<S, E>({ next, get, set, ask, coded }: Place<S, E>): (input: CopyInput<S, E>) => void {
  const fetch = (): void => {
    ask().then(
      (snapshot) => {
        feed({ type: 'snapshot', snapshot });
        if (get().fetching) setTimeout(fetch, REFETCH_MS);
      },
      (thrown: unknown) => feed({ type: 'failed', error: coded(thrown) }),
    );
  };
  const feed = (input: CopyInput<S, E>): void => {
    const before = get();
    const copy = next(before, input);
    if (copy === before) return;
    set(copy);
    if (copy.fetching && !before.fetching) fetch();
  };
  return feed;
}
