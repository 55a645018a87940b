import type { CSSProperties, KeyboardEvent, MouseEvent, ReactNode } from 'react';

import { useWords } from '../../../components/use-words.js';
import { ChoiceBox } from './ChoiceBox.js';
import css from './DataTable.module.css';
import type { Choosing } from './use-choosing.js';

export interface Column<T> {
  readonly key: string;
  readonly label: string;
  /** A track of the grid, e.g. `120px`, `minmax(0, 1fr)`. */
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
  readonly number?: boolean;
  /** Left out beside an open drawer. */
  readonly minor?: boolean;
}

interface Props<T> {
  readonly row: T;
  readonly rowKey: string;
  readonly index: number;
  readonly columns: readonly Column<T>[];
  readonly open: boolean;
  readonly onOpen: ((row: T) => void) | undefined;
  /** Null where rows of this table are not chosen. */
  readonly choosing: Choosing | null;
  readonly name: string;
  readonly style: CSSProperties;
}

const ARROWS: Readonly<Record<string, 'nextElementSibling' | 'previousElementSibling'>> = {
  ArrowDown: 'nextElementSibling',
  ArrowUp: 'previousElementSibling',
};

/** One row: a click or Space opens it; with Ctrl or Shift held a click chooses it. */
export function TableRow<T>(props: Props<T>) {
  const { row, rowKey, index, columns, open, onOpen, choosing, name, style } = props;
  const { t } = useWords();
  const chosen = choosing?.has(rowKey) === true;
  const onClick = (event: MouseEvent): void => {
    const { shiftKey, ctrlKey, metaKey } = event;
    if (choosing !== null && (shiftKey || ctrlKey || metaKey)) choosing.press(rowKey, shiftKey);
    else onOpen?.(row);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const side = ARROWS[event.key];
    const next = side === undefined ? null : event.currentTarget[side];
    const nextKey = next instanceof HTMLElement ? (next.dataset['key'] ?? null) : null;
    if (choosing?.onKey(event, rowKey, nextKey) !== true) {
      if (side !== undefined) {
        if (next instanceof HTMLElement) next.focus();
      } else if (event.key === ' ' && onOpen !== undefined) onOpen(row);
      else return;
    }
    event.preventDefault();
  };
  const active = onOpen !== undefined || choosing !== null;
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className={css.row}
      data-key={rowKey}
      data-open={open}
      data-chosen={chosen}
      data-opens={onOpen !== undefined}
      style={style}
      {...(choosing === null ? {} : { 'aria-selected': chosen })}
      {...(active ? { tabIndex: 0, onClick, onKeyDown } : {})}
    >
      {choosing !== null && (
        <span role="cell" className={css.box}>
          <ChoiceBox
            label={t('ui.desk.many.choose', { name })}
            checked={chosen}
            onPress={(shift) => choosing.press(rowKey, shift)}
            inRow
          />
        </span>
      )}
      {columns.map((column) => (
        <span key={column.key} role="cell" className={column.number === true ? css.number : undefined}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}
