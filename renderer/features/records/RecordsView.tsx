import { useEffect } from 'react';

import { Nothing, NotYet } from '../../components/Nothing.js';
import { useWords } from '../../components/use-words.js';
import { DayBar } from './DayBar.js';
import { DayStrip } from './DayStrip.js';
import { Figures } from './Figures.js';
import { useRecords } from './records-store.js';
import css from './RecordsView.module.css';
import { RunDrawer } from './RunDrawer.js';
import { RunTable } from './RunTable.js';

/** Records: the day at a glance, then its boards, then one board's story. */
export function RecordsView() {
  const { t } = useWords();
  const day = useRecords((state) => state.day);
  const error = useRecords((state) => state.error);
  const load = useRecords((state) => state.load);
  const open = useRecords((state) => state.open);
  const connect = useRecords((state) => state.connect);
  useEffect(() => connect(), [connect]);
  return (
    <main className={css.view} aria-label={t('ui.records.title')}>
      {day === null ? (
        <NotYet
          loading={t('ui.records.loading')}
          failed={t('ui.records.failedTitle')}
          error={error}
          again={() => void load()}
        />
      ) : (
        <>
          <DayBar day={day} />
          {day.rows.length === 0 ? (
            <Nothing title={t('ui.records.empty')} more={t('ui.records.emptyMore')} />
          ) : (
            <>
              <DayStrip rows={day.rows} />
              <Figures day={day} />
              <div className={css.table}>
                <RunTable day={day} />
                {open !== null && <RunDrawer record={open} />}
              </div>
            </>
          )}
        </>
      )}
    </main>
  );
}
