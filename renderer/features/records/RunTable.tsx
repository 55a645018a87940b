import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';

import type { RecordRow, RecordsDay } from '../../../shared/contract/records-view.js';
import type { Outcome } from '../../../shared/contract/records.js';
import { maskSecret } from '../../../shared/domain/license.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { ActionButton } from '../../components/ActionButton.js';
import { clockTime, portName, seconds } from '../../components/format.js';
import { StatusGlyph, type GlyphKind } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { matches, NO_FILTER } from './figures.js';
import { useRecords } from './records-store.js';
import css from './RunTable.module.css';

const ROW_PX = 28;
const GLYPH: Readonly<Record<Outcome, GlyphKind>> = {
  succeeded: 'pass',
  failed: 'fail',
  cancelled: 'stopped',
  interrupted: 'stopped',
};
const COLUMNS = [
  'time',
  'outcome',
  'mac',
  'license',
  'firmware',
  'mode',
  'port',
  'seconds',
  'cause',
] as const;

function Cells({ row, cause }: { readonly row: RecordRow; readonly cause: string }) {
  const { t } = useWords();
  return (
    <>
      <span role="cell" className="num">
        {clockTime(row.startedAt)}
      </span>
      <span role="cell" className={css.outcome} data-outcome={row.outcome}>
        <StatusGlyph kind={GLYPH[row.outcome]} className={css.glyph} />
        {t(`ui.records.filter.${row.outcome}`)}
      </span>
      <span role="cell" className="mono">
        {row.mac === null ? '–' : formatMac(row.mac)}
      </span>
      <span role="cell" className="mono">
        {row.uuid === null ? '–' : maskSecret(row.uuid)}
      </span>
      <span role="cell">{row.firmware ?? '–'}</span>
      <span role="cell">{t(`ui.station.modes.${row.mode}`)}</span>
      <span role="cell">{portName(row.port)}</span>
      <span role="cell" className={css.number}>
        {seconds(row.seconds)}
      </span>
      <span role="cell">{cause}</span>
    </>
  );
}

/** The runs of the day, the latest on top; only the rows in sight are drawn. */
export function RunTable({ day }: { readonly day: RecordsDay }) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  const filter = useRecords((state) => state.filter);
  const narrow = useRecords((state) => state.narrow);
  const show = useRecords((state) => state.show);
  const openId = useRecords((state) => state.open?.runId);
  const scroller = useRef<HTMLDivElement>(null);
  const causeOf = (row: RecordRow): string => (row.error === null ? '' : errorWords(row.error).title);
  const rows = useMemo(
    () => day.rows.filter((row) => matches(row, filter, (error) => errorWords(error).title)).reverse(),
    [day, filter, errorWords],
  );
  // Its functions are called in this component alone, on every render.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  return (
    <div
      className={css.table}
      data-narrow={openId !== undefined}
      role="table"
      aria-label={t('ui.records.title')}
      aria-rowcount={rows.length}
    >
      <div className={css.head} role="row">
        {COLUMNS.map((column) => (
          <span key={column} role="columnheader" className={column === 'seconds' ? css.number : undefined}>
            {t(`ui.records.columns.${column}`)}
          </span>
        ))}
      </div>
      {rows.length === 0 ? (
        <p className={css.none}>
          {t('ui.records.noMatch')}{' '}
          <ActionButton look="quiet" onClick={() => narrow(NO_FILTER)}>
            {t('ui.records.showAll')}
          </ActionButton>
        </p>
      ) : (
        <div className={css.scroller} ref={scroller}>
          <div style={{ height: virtual.getTotalSize() }} className={css.all}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <div
                  key={row.runId}
                  role="row"
                  aria-rowindex={index + 1}
                  tabIndex={0}
                  className={css.row}
                  data-open={row.runId === openId}
                  style={{ transform: `translateY(${start}px)` }}
                  onClick={() => void show(row.runId)}
                  onKeyDown={(event) => {
                    if (event.key !== ' ') return;
                    event.preventDefault();
                    void show(row.runId);
                  }}
                >
                  <Cells row={row} cause={causeOf(row)} />
                </div>
              );
            })}
          </div>
        </div>
      )}
      <footer className={css.foot}>
        {t('ui.records.runs', { count: rows.length })}
        {day.truncated && <span>{t('ui.records.truncated', { count: day.rows.length })}</span>}
      </footer>
    </div>
  );
}
