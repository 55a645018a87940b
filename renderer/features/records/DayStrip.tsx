import type { RecordRow } from '../../../shared/contract/records-view.js';
import { clockTime } from '../../components/format.js';
import { useWords } from '../../components/use-words.js';
import css from './DayStrip.module.css';
import { useRecords } from './records-store.js';

const HOUR_MS = 3_600_000;

/** Whole hours around the first and the last board of the day, epoch milliseconds. */
function spanOf(rows: readonly RecordRow[]): { from: number; to: number } {
  const at = rows.map(({ startedAt }) => Date.parse(startedAt));
  const from = Math.floor(Math.min(...at) / HOUR_MS) * HOUR_MS;
  return { from, to: Math.max(from + HOUR_MS, Math.ceil((Math.max(...at) + 1) / HOUR_MS) * HOUR_MS) };
}

/** A tick for every board of the day, where it stands in time. */
export function DayStrip({ rows }: { readonly rows: readonly RecordRow[] }) {
  const { t } = useWords();
  const show = useRecords((state) => state.show);
  const { from, to } = spanOf(rows);
  const share = (at: number): string => `${((at - from) / (to - from)) * 100}%`;
  const hours = Array.from(
    { length: Math.round((to - from) / HOUR_MS) + 1 },
    (_, index) => from + index * HOUR_MS,
  );
  const count = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  return (
    <section className={css.strip}>
      <div
        className={css.ticks}
        role="img"
        aria-label={t('ui.records.strip', { pass: count('succeeded'), fail: count('failed') })}
      >
        {rows.map(({ runId, outcome, startedAt }) => (
          <span
            key={runId}
            className={css.tick}
            data-outcome={outcome}
            style={{ left: share(Date.parse(startedAt)) }}
            onClick={() => void show(runId)}
          />
        ))}
      </div>
      <div className={css.hours} aria-hidden="true">
        {hours.map((at, index) => (
          <span
            key={at}
            className={css.hour}
            data-edge={index === 0 ? 'first' : index === hours.length - 1 ? 'last' : undefined}
            style={{ left: share(at) }}
          >
            {clockTime(at).slice(0, 5)}
          </span>
        ))}
      </div>
    </section>
  );
}
