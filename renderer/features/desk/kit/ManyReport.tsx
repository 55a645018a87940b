import { grouped } from '../../../components/format.js';
import { StatusGlyph } from '../../../components/StatusGlyph.js';
import { useErrorWords } from '../../../components/use-error-words.js';
import { useWords } from '../../../components/use-words.js';
import { CopyButton } from './CopyButton.js';
import { DataTable } from './DataTable.js';
import type { ManyState, Outcome } from './many.js';
import css from './ManyReport.module.css';
import { Refusal } from './Say.js';

interface Props {
  readonly state: ManyState;
  readonly nameOf: (key: string) => string;
}

/** What became of each: how many went well, and of every other one why it did not. */
export function ManyReport({ state, nameOf }: Props) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  const refused = state.outcomes.filter(({ error }) => error !== null);
  const done = state.outcomes.length - refused.length;
  const left = state.left.length;
  const why = ({ error }: Outcome): string => {
    if (error === null) return '';
    const { title, cause } = errorWords(error);
    return `${title}. ${cause}`;
  };
  const text = (): string =>
    [
      ...refused.map((one) => [nameOf(one.key), one.error?.code ?? '', why(one)].join('\t')),
      ...state.left.map((key) =>
        [nameOf(key), state.error?.code ?? '', t('ui.desk.many.left', { count: 1, n: '' }).trim()].join('\t'),
      ),
    ].join('\n');
  return (
    <div className={css.report}>
      <p className={css.sums} role="status">
        <span className={css.sum}>
          <StatusGlyph kind={done > 0 ? 'pass' : 'stopped'} className={css.glyph} />
          {t('ui.desk.many.done', { count: done, n: grouped(done) })}
        </span>
        {refused.length > 0 && (
          <span className={css.sum}>
            <StatusGlyph kind="fail" className={css.glyph} />
            {t('ui.desk.many.refused', { count: refused.length, n: grouped(refused.length) })}
          </span>
        )}
        {left > 0 && (
          <span className={css.sum}>
            <StatusGlyph kind="ask" className={css.glyph} />
            {t('ui.desk.many.left', { count: left, n: grouped(left) })}
          </span>
        )}
      </p>
      <Refusal error={state.error} />
      {left > 0 && <p className={css.more}>{t('ui.desk.many.leftMore')}</p>}
      {refused.length > 0 && (
        <>
          <p className={css.more}>{t('ui.desk.many.refusedMore')}</p>
          <div className={css.table} style={{ height: Math.min(8, refused.length) * 30 + 62 }}>
            <DataTable
              label={t('ui.desk.many.outcomes')}
              rows={refused}
              keyOf={({ key }) => key}
              columns={[
                {
                  key: 'row',
                  label: t('ui.desk.many.row'),
                  width: 'minmax(120px, 0.5fr)',
                  cell: ({ key }) => <span className="mono selectable">{nameOf(key)}</span>,
                },
                {
                  key: 'why',
                  label: t('ui.desk.many.why'),
                  width: 'minmax(0, 1fr)',
                  cell: (one) => <span title={why(one)}>{why(one)}</span>,
                },
                {
                  key: 'code',
                  label: t('ui.facts.code'),
                  width: '132px',
                  cell: ({ error }) => <span className="mono">{error?.code}</span>,
                },
              ]}
            />
          </div>
        </>
      )}
      {(refused.length > 0 || left > 0) && (
        <div>
          <CopyButton
            letter="C"
            label={t('ui.desk.many.copyReport')}
            textOf={() => Promise.resolve(text())}
          />
        </div>
      )}
    </div>
  );
}
