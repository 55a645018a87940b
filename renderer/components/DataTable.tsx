import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import css from './DataTable.module.css';

export interface Column<T> {
  readonly key: string;
  readonly label: string;
  /** A track of the grid, e.g. `minmax(0, 1fr)`; of pixels it gives up a third in a small window. */
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
  readonly number?: boolean;
  /** Left out beside an open drawer. */
  readonly minor?: boolean;
}

interface Props<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly openKey?: string | null;
  readonly onOpen?: (row: T) => void;
  /** A drawer stands beside it: only what matters most is shown. */
  readonly narrow?: boolean;
  /** Asks for what comes next when the end comes near. */
  readonly more?: (() => void) | null;
  readonly foot?: ReactNode;
}

const ROW_PX = 30;
const FIRST_ROWS = 40;
/** Rows before the end at which more is asked for. */
const NEAR = 30;

function trackOf(width: string): string {
  const px = /^(\d+)px$/.exec(width)?.[1];
  return px === undefined ? width : `minmax(${Math.round((Number(px) * 2) / 3)}px, ${width})`;
}

/** Rows and columns; only the rows in sight are drawn. Space or a click opens a row, arrows go from row to row. */
export function DataTable<T>(props: Props<T>) {
  const { label, rows, keyOf, openKey = null, onOpen, more = null, narrow = false } = props;
  const columns = narrow ? props.columns.filter(({ minor }) => minor !== true) : props.columns;
  const scroller = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState<string | null>(null);
  // Its functions are called in this component alone, on every render.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const measured = virtual.getVirtualItems();
  // Before the table has been measured its first rows are drawn, not an empty frame.
  const drawn =
    measured.length > 0
      ? measured
      : rows.slice(0, FIRST_ROWS).map((_row, index) => ({ index, start: index * ROW_PX }));
  const keyAt = (index: number | undefined): string | null => {
    const row = index === undefined ? undefined : rows[index];
    return row === undefined ? null : keyOf(row);
  };
  // Tab goes into the table once and out of it; arrows go from row to row.
  const wanted = [reached, openKey].find((key) => drawn.some(({ index }) => keyAt(index) === key));
  const stop = wanted ?? keyAt(drawn[0]?.index);
  const last = drawn.at(-1)?.index ?? 0;
  const wantsMore = more !== null && last > rows.length - NEAR;
  useEffect(() => {
    if (wantsMore) more();
  }, [wantsMore, more]);
  const tracks = { gridTemplateColumns: columns.map(({ width }) => trackOf(width)).join(' ') };
  return (
    <div className={css.table} role="table" aria-label={label} aria-rowcount={rows.length}>
      <div className={css.head} role="row" style={tracks}>
        {columns.map((column) => (
          <span
            key={column.key}
            role="columnheader"
            className={column.number === true ? css.number : undefined}
          >
            {column.label}
          </span>
        ))}
      </div>
      <div className={css.scroller} ref={scroller}>
        <div className={css.all} style={{ height: virtual.getTotalSize() }}>
          {drawn.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = keyOf(row);
            return (
              <div
                key={key}
                role="row"
                aria-rowindex={index + 1}
                className={css.row}
                data-open={key === openKey}
                data-opens={onOpen !== undefined}
                style={{ ...tracks, transform: `translateY(${start}px)` }}
                {...(onOpen === undefined
                  ? {}
                  : {
                      tabIndex: key === stop ? 0 : -1,
                      onFocus: () => setReached(key),
                      onClick: () => onOpen(row),
                      onKeyDown: (event) => {
                        if (event.key === ' ') onOpen(row);
                        else if (event.key === 'ArrowDown') focusRow(event.currentTarget.nextElementSibling);
                        else if (event.key === 'ArrowUp')
                          focusRow(event.currentTarget.previousElementSibling);
                        else return;
                        event.preventDefault();
                      },
                    })}
              >
                {columns.map((column) => (
                  <span
                    key={column.key}
                    role="cell"
                    className={column.number === true ? css.number : undefined}
                  >
                    {column.cell(row)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {props.foot !== undefined && <footer className={css.foot}>{props.foot}</footer>}
    </div>
  );
}

function focusRow(row: Element | null): void {
  if (row instanceof HTMLElement) row.focus();
}
