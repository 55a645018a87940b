import { useMemo, useRef, type KeyboardEvent } from 'react';

import { asFarAs, toggled, type Choice } from './choice.js';

export interface Choosing {
  readonly has: (key: string) => boolean;
  /** A click on the box of a row, or on a row with Ctrl or Shift held. */
  readonly press: (key: string, shift: boolean) => void;
  /** Ctrl Space one row, Shift and an arrow as far as the next, Ctrl A all that are there, Esc none. @returns true where it was one of them */
  readonly onKey: (event: KeyboardEvent, key: string, next: string | null) => boolean;
}

/**
 * Choosing rows of a table.
 * @param keys of its rows, in order
 */
export function useChoosing(choice: Choice | undefined, keys: readonly string[]): Choosing {
  /** Where a range begins: the row that was pressed last without Shift. */
  const from = useRef<string | null>(null);
  const chosen = choice?.chosen;
  const set = useMemo(() => new Set(chosen), [chosen]);
  const choose = (next: readonly string[]): void => choice?.onChoose(next);
  const reach = (to: string, start: string): void => {
    from.current ??= start;
    choose(asFarAs([...set], keys, { from: from.current, to }));
  };
  const press = (key: string, shift: boolean): void => {
    if (shift) return reach(key, key);
    from.current = key;
    choose(toggled([...set], key));
  };
  return {
    has: (key) => set.has(key),
    press,
    onKey: (event, key, next) => {
      if (choice === undefined) return false;
      const ctrl = event.ctrlKey || event.metaKey;
      if (ctrl && event.code === 'Space') press(key, false);
      else if (ctrl && event.key.toLowerCase() === 'a') choose([...new Set([...set, ...keys])]);
      else if (event.key === 'Escape' && set.size > 0) choose([]);
      else if (event.shiftKey && next !== null && event.key.startsWith('Arrow')) {
        if (!set.has(key)) from.current = key;
        reach(next, key);
        return false;
      } else return false;
      return true;
    },
  };
}
