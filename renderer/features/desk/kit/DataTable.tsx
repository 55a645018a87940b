import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';

import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { ChoiceBox } from './ChoiceBox.js';
import { allOrNone, type Choice } from './choice.js';
import css from './DataTable.module.css';
import { TableRow, type Column } from './TableRow.js';
import { useChoosing } from './use-choosing.js';

export type { Column } from './TableRow.js';

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
  /** Rows may be chosen: by their boxes, with Shift as far as here; by keys see `use-choosing.ts`. */
  readonly choice?: Choice | undefined;
  /** What a row is called, for its box. @default its key */
  readonly nameOf?: (row: T) => string;
  /** How far down it is, is kept under this name while one is elsewhere. */
  readonly keep?: string;
}

const ROW_PX = 30;
const FIRST_ROWS = 40;
/** Rows before the end at which more is asked for. */
const NEAR = 30;
const BOX_TRACK = '20px';

/** Rows and columns; only the rows in sight are drawn. Space or a click opens a row, arrows go from row to row. */
export function DataTable<T>(props: Props<T>) {
  const { label, rows, keyOf, openKey = null, onOpen, more = null, narrow = false, choice, keep } = props;
  const { t } = useWords();
  const scrolls = useDesk((state) => state.scrolls);
  const columns = narrow ? props.columns.filter(({ minor }) => minor !== true) : props.columns;
  const scroller = useRef<HTMLDivElement>(null);
  // Its functions are called in this component alone, on every render.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialOffset: () => (keep === undefined ? 0 : (scrolls.get(keep) ?? 0)),
  });
  const measured = virtual.getVirtualItems();
  // Before the table has been measured its first rows are drawn, not an empty frame.
  const drawn =
    measured.length > 0
      ? measured
      : rows.slice(0, FIRST_ROWS).map((_row, index) => ({ index, start: index * ROW_PX }));
  const last = drawn.at(-1)?.index ?? 0;
  const wantsMore = more !== null && last > rows.length - NEAR;
  useEffect(() => {
    if (wantsMore) more();
  }, [wantsMore, more]);
  const keys = choice === undefined ? [] : rows.map(keyOf);
  const choosing = useChoosing(choice, keys);
  const tracks = [...(choice === undefined ? [] : [BOX_TRACK]), ...columns.map(({ width }) => width)].join(
    ' ',
  );
  const chosenHere = keys.filter((key) => choosing.has(key)).length;
  return (
    <div
      className={css.table}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length}
      {...(choice === undefined ? {} : { 'aria-multiselectable': true })}
    >
      <div className={css.head} role="row" style={{ gridTemplateColumns: tracks }}>
        {choice !== undefined && (
          <span role="columnheader" className={css.box}>
            <ChoiceBox
              label={t('ui.desk.many.chooseAll')}
              checked={keys.length > 0 && chosenHere === keys.length}
              some={chosenHere > 0 && chosenHere < keys.length}
              onPress={() => choice.onChoose(allOrNone(choice.chosen, keys))}
            />
          </span>
        )}
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
      <div
        className={css.scroller}
        ref={scroller}
        onScroll={({ currentTarget }) => {
          if (keep !== undefined) scrolls.set(keep, currentTarget.scrollTop);
        }}
      >
        <div className={css.all} style={{ height: virtual.getTotalSize() }}>
          {drawn.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = keyOf(row);
            return (
              <TableRow
                key={key}
                row={row}
                rowKey={key}
                index={index}
                columns={columns}
                open={key === openKey}
                onOpen={onOpen}
                choosing={choice === undefined ? null : choosing}
                name={props.nameOf?.(row) ?? key}
                style={{ gridTemplateColumns: tracks, transform: `translateY(${start}px)` }}
              />
            );
          })}
        </div>
      </div>
      {props.foot !== undefined && <footer className={css.foot}>{props.foot}</footer>}
    </div>
  );
}
