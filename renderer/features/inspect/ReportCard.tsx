import type { InspectReport } from '../../../shared/contract/inspect.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useWords } from '../../components/use-words.js';
import { glyphOf, meaningOf, verdictOf } from './findings.js';
import css from './ReportCard.module.css';
import { ReportFacts } from './ReportFacts.js';
import { Repairs } from './Repairs.js';

/** One card: the verdict in words, what the board is, and what can be done about it. */
export function ReportCard({
  report,
  notice,
}: {
  readonly report: InspectReport;
  readonly notice: string | null;
}) {
  const { t } = useWords();
  return (
    <article className={css.card} data-testid="inspect-report">
      <header className={css.head}>
        <StatusGlyph kind={glyphOf(report)} className={css.glyph} />
        <div>
          <h2 className={css.verdict} data-testid="inspect-verdict">
            {verdictOf(report)
              .map((key) => t(key))
              .join(' · ')}
          </h2>
          <p className={css.meaning}>
            {notice ??
              meaningOf(report)
                .map((key) => t(key))
                .join(' ')}
          </p>
        </div>
      </header>
      <div className={css.columns}>
        <ReportFacts report={report} />
        <Repairs report={report} />
      </div>
    </article>
  );
}
