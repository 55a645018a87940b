import type { ErrorRow } from '../../../../shared/errors/codes.js';
import type { CodedError } from '../../../../shared/errors/kiln-error.js';
import { WORDS } from '../../../../shared/words/index.js';
import { useLanguage, useWords } from '../../../components/use-words.js';
import { DataTable } from '../../../components/DataTable.js';
import { CopyButton } from '../kit/CopyButton.js';
import css from './RowReport.module.css';

function rowsOf({ data }: CodedError): readonly ErrorRow[] {
  const { rows } = data;
  return Array.isArray(rows) ? (rows as readonly ErrorRow[]) : [];
}

/** The bad rows of a list, each with its line in the file and what is wrong with it. */
export function RowReport({ error }: { readonly error: CodedError }) {
  const { t } = useWords();
  const words: Readonly<Record<string, string>> = WORDS[useLanguage()].rows;
  const rows = rowsOf(error);
  if (rows.length === 0) return null;
  const { count } = error.data;
  const total = typeof count === 'number' ? count : rows.length;
  const said =
    total > rows.length
      ? t('ui.desk.licenses.badRowsFirst', { count: total, shown: rows.length })
      : t('ui.desk.licenses.badRowsAll', { count: total });
  /** A spreadsheet takes it as it is. */
  const text = (): string =>
    [
      [t('ui.desk.licenses.row'), 'UUID', t('ui.desk.licenses.problem')],
      ...rows.map(({ row, value, problem }) => [row, value ?? '', words[problem] ?? problem]),
      ...(total > rows.length ? [[said]] : []),
    ]
      .map((cells) => cells.join('\t'))
      .join('\n');
  return (
    <div className={css.report}>
      <DataTable
        label={t('ui.desk.licenses.badRows')}
        rows={rows}
        keyOf={({ row, problem }) => `${row} ${problem}`}
        columns={[
          {
            key: 'row',
            label: t('ui.desk.licenses.row'),
            width: '72px',
            number: true,
            cell: ({ row }) => row,
          },
          {
            key: 'uuid',
            label: 'UUID',
            width: '200px',
            cell: ({ value }) => <span className="mono selectable">{value ?? '–'}</span>,
          },
          {
            key: 'problem',
            label: t('ui.desk.licenses.problem'),
            width: 'minmax(0, 1fr)',
            cell: ({ problem }) => words[problem] ?? problem,
          },
        ]}
        foot={
          <div className={css.foot}>
            <span>{said}</span>
            <CopyButton
              letter="C"
              label={t('ui.desk.many.copyReport')}
              textOf={() => Promise.resolve(text())}
            />
          </div>
        }
      />
    </div>
  );
}
