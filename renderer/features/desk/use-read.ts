import { useCallback, useEffect, useRef, useState } from 'react';

import type { PmsAsk, PmsOperationName, PmsReply } from '../../../shared/contract/pms/operations.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../app/bridge.js';
import { useDesk } from './desk-store.js';

export interface Read<T> {
  /** Null until it was read once. */
  readonly data: T | null;
  readonly error: CodedError | null;
  readonly again: () => void;
}

/** The same as before keeps its identity: what was made of it stays good. */
function keep(kept: Map<string, unknown>, key: string, data: unknown): void {
  if (JSON.stringify(kept.get(key)) !== JSON.stringify(data)) kept.set(key, data);
}

/**
 * Reads one operation, and again after every change. What was read before stays in sight meanwhile.
 * @param request null: nothing is asked
 */
export function useRead<N extends PmsOperationName>(
  operation: N,
  request: PmsAsk<N> | null,
): Read<PmsReply<N>> {
  const perform = useDesk((state) => state.perform);
  const changes = useDesk((state) => state.changes);
  const kept = useDesk((state) => state.kept);
  const key = request === null ? null : `${operation} ${JSON.stringify(request)}`;
  const [turn, setTurn] = useState(0);
  const [, draw] = useState(0);
  const [error, setError] = useState<{ key: string; error: CodedError } | null>(null);
  useEffect(() => {
    if (key === null) return undefined;
    let here = true;
    const asked = JSON.parse(key.slice(operation.length + 1)) as PmsAsk<N>;
    perform(operation, asked).then(
      (data) => {
        keep(kept, key, data);
        if (!here) return;
        setError(null);
        draw((count) => count + 1);
      },
      (thrown: unknown) => here && setError({ key, error: asCodedError(thrown) }),
    );
    return () => {
      here = false;
    };
  }, [perform, kept, operation, key, changes, turn]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  const data = key === null ? null : ((kept.get(key) as PmsReply<N> | undefined) ?? null);
  return { data, error: error !== null && error.key === key ? error.error : null, again };
}

/** Operations that answer in pages. */
type Paged = {
  [N in PmsOperationName]: PmsReply<N> extends { items: unknown[]; next: string | null } ? N : never;
}[PmsOperationName];
type ItemOf<N extends Paged> = PmsReply<N>['items'][number];

export interface Rows<T> extends Read<readonly T[]> {
  /** Null where all is read. */
  readonly more: (() => void) | null;
}

/** What was read of a list so far; `of` is the first page that it goes with. */
interface Sofar<T> {
  readonly of: unknown;
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Rows of a page where it is many that are wanted again: the most a list gives at once. */
const LARGEST = 1000;

/**
 * Reads the first page of a list and, when asked, the next. Whoever goes elsewhere and comes back finds as many rows as
 * they left; where the first page has changed since, as many are read again.
 */
export function useRows<N extends Paged>(operation: N, request: PmsAsk<N>): Rows<ItemOf<N>> {
  type Item = ItemOf<N>;
  const perform = useDesk((state) => state.perform);
  const kept = useDesk((state) => state.kept);
  const first = useRead(operation, request);
  const key = `rows of ${operation} ${JSON.stringify(request)}`;
  const [, draw] = useState(0);
  const [error, setError] = useState<CodedError | null>(null);
  const asking = useRef<string | null>(null);
  const page = first.data as { items: Item[]; next: string | null } | null;
  const asked = useRef(request);
  useEffect(() => {
    asked.current = request;
  });
  useEffect(() => {
    const before = kept.get(key) as Sofar<Item> | undefined;
    if (page === null || before === undefined || before.of === page) return undefined;
    let here = true;
    const fill = async (): Promise<void> => {
      let { next } = page;
      const items = [...page.items];
      while (here && next !== null && items.length < before.items.length) {
        const reply = await perform(operation, { ...asked.current, limit: LARGEST, after: next });
        const read = reply as { items: Item[]; next: string | null };
        items.push(...read.items);
        next = read.next;
      }
      if (!here) return;
      kept.set(key, { of: page, items, next } satisfies Sofar<Item>);
      draw((count) => count + 1);
    };
    fill().catch((thrown: unknown) => here && setError(asCodedError(thrown)));
    return () => {
      here = false;
    };
  }, [page, kept, key, operation, perform]);
  if (page === null) return { data: null, error: first.error, again: first.again, more: null };
  const before = kept.get(key) as Sofar<Item> | undefined;
  const filling = before !== undefined && before.of !== page && before.items.length > page.items.length;
  const sofar = before !== undefined && (before.of === page || filling) ? before : { of: page, ...page };
  const { items, next } = sofar;
  const more = (): void => {
    if (next === null || asking.current === next) return;
    asking.current = next;
    perform(operation, { ...request, after: next }).then(
      (reply) => {
        const read = reply as { items: Item[]; next: string | null };
        kept.set(key, { of: page, items: [...items, ...read.items], next: read.next } satisfies Sofar<Item>);
        setError(null);
        draw((count) => count + 1);
      },
      (thrown: unknown) => {
        asking.current = null;
        setError(asCodedError(thrown));
      },
    );
  };
  return {
    data: items,
    error: first.error ?? error,
    again: first.again,
    more: next === null || filling ? null : more,
  };
}
