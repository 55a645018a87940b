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
        kept.set(key, data);
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

/** Reads the first page of a list and, when asked, the next. */
export function useRows<N extends Paged>(operation: N, request: PmsAsk<N>): Rows<ItemOf<N>> {
  const perform = useDesk((state) => state.perform);
  const first = useRead(operation, request);
  const [rest, setRest] = useState<{ of: unknown; items: readonly ItemOf<N>[]; next: string | null }>();
  const [error, setError] = useState<CodedError | null>(null);
  const asking = useRef<string | null>(null);
  const page = first.data as { items: ItemOf<N>[]; next: string | null } | null;
  if (page === null) return { data: null, error: first.error, again: first.again, more: null };
  const mine = rest?.of === page ? rest : { of: page, items: [], next: page.next };
  const { next } = mine;
  const more = (): void => {
    if (next === null || asking.current === next) return;
    asking.current = next;
    perform(operation, { ...request, after: next }).then(
      (reply) => {
        const read = reply as { items: ItemOf<N>[]; next: string | null };
        setRest({ of: page, items: [...mine.items, ...read.items], next: read.next });
        setError(null);
      },
      (thrown: unknown) => {
        asking.current = null;
        setError(asCodedError(thrown));
      },
    );
  };
  return {
    data: [...page.items, ...mine.items],
    error: first.error ?? error,
    again: first.again,
    more: next === null ? null : more,
  };
}
