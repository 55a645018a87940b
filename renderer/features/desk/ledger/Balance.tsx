import { useEffect } from 'react';

import { STANDINGS, type Reconcile } from '../../../../shared/contract/pms/ledger.js';
import { ActionButton } from '../../../components/ActionButton.js';
import { dateTime, grouped } from '../../../components/format.js';
import { StatusGlyph } from '../../../components/StatusGlyph.js';
import { useWords } from '../../../components/use-words.js';
import { Refusal } from '../kit/Say.js';
import { useRead } from '../use-read.js';
import css from './Balance.module.css';

const FAULTS = [
  'count',
  'gap',
  'unexposed',
  'other-board',
  'unsaid',
  'database',
  'order-count',
  'import-count',
  'mixed',
] as const;
type FaultKey = (typeof FAULTS)[number];
const isFault = (problem: string): problem is FaultKey => FAULTS.some((key) => key === problem);

/** issued = free + reserved + written + validated + quarantined, with what the pool and lists have. */
function Sum({ report }: { readonly report: Reconcile }) {
  const { t } = useWords();
  const parts = STANDINGS.filter(
    (standing) => (report.standings[standing] ?? 0) > 0 || !['stock', 'held', 'delivered'].includes(standing),
  );
  return (
    <p className={css.sum}>
      <span className={css.part}>
        <strong>{grouped(report.licenses)}</strong>
        {t('ui.desk.ledger.issued')}
      </span>
      {parts.map((standing, index) => (
        <span key={standing} className={css.part} data-sign={index === 0 ? '=' : '+'}>
          <strong>{grouped(report.standings[standing] ?? 0)}</strong>
          {t(`ui.desk.standings.${standing}`)}
        </span>
      ))}
    </p>
  );
}

function Verdict({ report }: { readonly report: Reconcile }) {
  const { t } = useWords();
  const balanced = report.faultCount === 0;
  return (
    <>
      <div className={css.verdict} data-balanced={balanced} role="status">
        <StatusGlyph kind={balanced ? 'pass' : 'fail'} className={css.glyph} />
        <div>
          <h3 className={css.word}>
            {balanced
              ? t('ui.desk.ledger.balanced')
              : t('ui.desk.ledger.unbalanced', { count: report.faultCount })}
          </h3>
          <p className={css.dim}>
            {t('ui.desk.ledger.checked', {
              licenses: grouped(report.licenses),
              events: grouped(report.events),
              at: dateTime(report.at),
            })}
          </p>
        </div>
      </div>
      <Sum report={report} />
      {report.faults.length > 0 && (
        <ul className={`${css.faults} selectable`}>
          {report.faults.map(({ problem, subject }) => (
            <li key={`${problem} ${subject}`}>
              <span className="mono">{subject}</span>
              {isFault(problem) ? t(`ui.desk.faults.${problem}`) : problem}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Whether every license is accounted for: one word, the sum, and what does not add up. */
export function Balance({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { data, error } = useRead('ledger.reconcile', {});
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.querySelector('aside, [role="dialog"]') === null) onClose();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  return (
    <section className={css.balance} aria-label={t('ui.desk.ledger.reconcile')}>
      <div className={css.body}>
        {data !== null ? (
          <Verdict report={data} />
        ) : error !== null ? (
          <Refusal error={error} />
        ) : (
          <p role="status">{t('ui.desk.ledger.counting')}</p>
        )}
      </div>
      <ActionButton look="quiet" keyName="Esc" onClick={onClose}>
        {t('ui.app.close')}
      </ActionButton>
    </section>
  );
}
