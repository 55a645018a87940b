import type { ReactNode } from 'react';

import type { RecordsDay } from '../../../shared/contract/records-view.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { seconds } from '../../components/format.js';
import { useWords } from '../../components/use-words.js';
import { causesOf, hoursOf } from './figures.js';
import css from './Figures.module.css';
import { useRecords } from './records-store.js';

const MOST_CAUSES = 4;
const percent = (pass: number, fail: number): string =>
  pass + fail === 0 ? '–' : `${((pass / (pass + fail)) * 100).toFixed(1)} %`;

/** The title of a cause for all boards together: what differs from board to board is left out. */
const anyOf = (title: string): string => title.replace(/\{\{\w+\}\}/g, '…');

function Panel({
  title,
  value,
  note,
  children,
}: {
  readonly title: string;
  readonly value: string;
  readonly note: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={css.panel} aria-label={title}>
      <header className={css.head}>
        <h2 className={css.title}>{title}</h2>
        <strong className={css.value}>{value}</strong>
        <span className={css.note}>{note}</span>
      </header>
      {children}
    </section>
  );
}

/** One column of a small multiple: `share` 0..1 of the height, `bad` its upper part. */
interface Column {
  readonly key: string | number;
  readonly label: string;
  readonly share: number;
  readonly bad?: number;
  readonly mark?: boolean;
}

function Columns({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <ol className={css.columns}>
      {columns.map(({ key, label, share, bad = 0, mark = false }) => (
        <li key={key} className={css.column} title={label} data-mark={mark}>
          <span className="unseen">{label}</span>
          {bad > 0 && <span className={css.bad} style={{ height: `${bad * 100}%` }} />}
          <span className={css.good} style={{ height: `${share * 100}%` }} />
        </li>
      ))}
    </ol>
  );
}

function Causes({ day }: { readonly day: RecordsDay }) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  const narrow = useRecords((state) => state.narrow);
  const causes = causesOf(day.rows);
  const most = causes[0]?.count ?? 1;
  const failed = causes.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={t('ui.records.causes')} value={String(failed)} note="">
      {causes.length === 0 ? (
        <p className={css.none}>{t('ui.records.noCauses')}</p>
      ) : (
        <ol className={css.causes}>
          {causes.slice(0, MOST_CAUSES).map(({ code, count }) => (
            <li key={code}>
              <button
                type="button"
                className={css.cause}
                onClick={() => narrow({ text: code, outcome: 'failed' })}
              >
                <span className={css.share} style={{ width: `${(count / most) * 100}%` }} />
                <span className={css.words}>{anyOf(errorWords({ code, data: {} }).title)}</span>
                <span className={css.count}>{count}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** Yield, throughput, cycle time and causes: the day beside its hours and its days before. */
export function Figures({ day }: { readonly day: RecordsDay }) {
  const { t } = useWords();
  const hours = hoursOf(day.rows);
  const now = day.days.at(-1) ?? { pass: 0, fail: 0, meanSeconds: null };
  const busiest = Math.max(1, ...hours.map(({ pass, fail }) => pass + fail));
  const slowest = Math.max(1, ...hours.map(({ meanSeconds }) => meanSeconds ?? 0));
  return (
    <div className={css.figures}>
      <Panel
        title={t('ui.records.yield')}
        value={percent(now.pass, now.fail)}
        note={t('ui.records.yieldByDay')}
      >
        <Columns
          columns={day.days.map(({ day: key, pass, fail }) => ({
            key,
            label: t('ui.records.dayLabel', { day: key, pass, fail }),
            share: pass + fail === 0 ? 0 : pass / (pass + fail),
            bad: pass + fail === 0 ? 0 : fail / (pass + fail),
            mark: key === day.day,
          }))}
        />
      </Panel>
      <Panel
        title={t('ui.records.throughput')}
        value={String(now.pass + now.fail)}
        note={hours.length === 0 ? '' : `${hours[0]?.hour}:00 – ${(hours.at(-1)?.hour ?? 0) + 1}:00`}
      >
        <Columns
          columns={hours.map(({ hour, pass, fail }) => ({
            key: hour,
            label: t('ui.records.perHour', { hour, count: pass + fail }),
            share: pass / busiest,
            bad: fail / busiest,
          }))}
        />
      </Panel>
      <Panel
        title={t('ui.records.cycle')}
        value={now.meanSeconds === null ? '–' : `${seconds(now.meanSeconds)} ${t('ui.tile.unitSeconds')}`}
        note={t('ui.records.cycleByHour')}
      >
        <Columns
          columns={hours.map(({ hour, meanSeconds }) => ({
            key: hour,
            label: `${hour}:00 ${meanSeconds === null ? '–' : seconds(meanSeconds)}`,
            share: (meanSeconds ?? 0) / slowest,
          }))}
        />
      </Panel>
      <Causes day={day} />
    </div>
  );
}
