import { KilnError } from '../../../../shared/errors/kiln-error.js';

/** The end of the page before: when, and which of those of that moment. */
export interface Place {
  readonly at: number;
  readonly id: string;
}

/** @throws KilnError BAD_REQUEST where it is no cursor of ours */
export function placeOf(after: string | undefined): Place | null {
  if (after === undefined) return null;
  const [, at, id] = /^(\d{1,16})\.(.+)$/.exec(after) ?? [];
  if (at === undefined || id === undefined) {
    throw new KilnError('BAD_REQUEST', { channel: 'page', detail: 'after' });
  }
  return { at: Number(at), id };
}

/** One more than wanted was asked for: whether there is another page. */
export function paged<T, U>(
  found: readonly T[],
  limit: number,
  { place, item }: { readonly place: (row: T) => Place; readonly item: (row: T) => U },
): { items: U[]; next: string | null } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    items: page.map(item),
    next: more ? `${place(last).at}.${place(last).id}` : null,
  };
}
