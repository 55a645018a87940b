import { useMemo } from 'react';

import type { RecordRow, RecordsDay } from '../../../shared/contract/records-view.js';
import type { Outcome } from '../../../shared/contract/records.js';
import { maskSecret } from '../../../shared/domain/license.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { ActionButton } from '../../components/ActionButton.js';
import { DataTable, type Column } from '../../components/DataTable.js';
import { clockTime, portName, seconds } from '../../components/format.js';
import { StatusGlyph, type GlyphKind } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { matches, NO_FILTER } from './figures.js';
import { useRecords } from './records-store.js';
import css from './RunTable.module.css';

const GLYPH: Readonly<Record<Outcome, GlyphKind>> = {
  succeeded: 'pass',
  failed: 'fail',
  cancelled: 'stopped',
  interrupted: 'stopped',
};

function Mono({ text }: { readonly text: string | null }) {
  return <span className="mono">{text ?? '–'}</span>;
}

/** @param inOrders - some of the rows are of work orders */
function useColumns(causeOf: (row: RecordRow) => string, inOrders: boolean): readonly Column<RecordRow>[] {
  const { t } = useWords();
  const place: Omit<Column<RecordRow>, 'label'>[] = [
    {
      key: 'order',
      width: 'minmax(112px, 124px)',
      minor: true,
      cell: ({ workOrder }) => (
        <Mono text={workOrder === null ? null : `${workOrder.code} ${workOrder.station}`} />
      ),
    },
    { key: 'sn', width: 'minmax(96px, 1fr)', cell: ({ sn }) => <Mono text={sn} /> },
  ];
  /** What is in the drawer too, and gives way to what a board of an order is called. */
  const license: Omit<Column<RecordRow>, 'label'> = {
    key: 'license',
    width: '88px',
    minor: true,
    cell: ({ uuid }) => <Mono text={uuid === null ? null : maskSecret(uuid)} />,
  };
  const port: Omit<Column<RecordRow>, 'label'> = {
    key: 'port',
    width: 'minmax(64px, 0.6fr)',
    minor: true,
    cell: (row) => portName(row.port),
  };
  const columns: Omit<Column<RecordRow>, 'label'>[] = [
    { key: 'time', width: '72px', cell: (row) => <span className="num">{clockTime(row.startedAt)}</span> },
    {
      key: 'outcome',
      width: '116px',
      cell: ({ outcome }) => (
        <span className={css.outcome} data-outcome={outcome}>
          <StatusGlyph kind={GLYPH[outcome]} />
          {t(`ui.records.filter.${outcome}`)}
        </span>
      ),
    },
    {
      key: 'mac',
      width: 'minmax(128px, 136px)',
      cell: ({ mac }) => <Mono text={mac === null ? null : formatMac(mac)} />,
    },
    ...(inOrders ? place : [license]),
    { key: 'firmware', width: 'minmax(88px, 1fr)', minor: true, cell: ({ firmware }) => firmware ?? '–' },
    {
      key: 'mode',
      width: 'minmax(88px, 0.9fr)',
      minor: true,
      cell: ({ mode }) => t(`ui.station.modes.${mode}`),
    },
    ...(inOrders ? [] : [port]),
    { key: 'seconds', width: '80px', number: true, cell: (row) => seconds(row.seconds) },
    { key: 'cause', width: 'minmax(120px, 1.4fr)', cell: causeOf },
  ];
  return columns.map((column) => ({
    ...column,
    label: t(`ui.records.columns.${column.key as 'time'}`),
  }));
}

/** The runs of the day, the latest on top. Beside an open story: when, what, which board, how long, why. */
export function RunTable({ day }: { readonly day: RecordsDay }) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  const filter = useRecords((state) => state.filter);
  const narrow = useRecords((state) => state.narrow);
  const show = useRecords((state) => state.show);
  const openKey = useRecords((state) => state.open?.runId ?? null);
  const inOrders = useMemo(
    () => day.rows.some(({ workOrder, sn }) => workOrder !== null || sn !== null),
    [day],
  );
  const columns = useColumns(({ error }) => (error === null ? '' : errorWords(error).title), inOrders);
  const rows = useMemo(
    () => day.rows.filter((row) => matches(row, filter, (error) => errorWords(error).title)).reverse(),
    [day, filter, errorWords],
  );
  if (rows.length === 0) {
    return (
      <p className={css.none}>
        {t('ui.records.noMatch')}{' '}
        <ActionButton look="quiet" onClick={() => narrow(NO_FILTER)}>
          {t('ui.records.showAll')}
        </ActionButton>
      </p>
    );
  }
  return (
    <DataTable
      label={t('ui.records.title')}
      columns={columns}
      rows={rows}
      keyOf={({ runId }) => runId}
      openKey={openKey}
      onOpen={({ runId }) => void show(runId)}
      narrow={openKey !== null}
      foot={
        <>
          {t('ui.records.runs', { count: rows.length })}
          {day.truncated && <span>{t('ui.records.truncated', { count: day.rows.length })}</span>}
        </>
      }
    />
  );
}
