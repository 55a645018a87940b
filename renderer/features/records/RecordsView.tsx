import { useEffect } from 'react';

import { ActionButton } from '../../components/ActionButton.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { DayBar } from './DayBar.js';
import { DayStrip } from './DayStrip.js';
import { Figures } from './Figures.js';
import { useRecords } from './records-store.js';
import css from './RecordsView.module.css';
import { RunDrawer } from './RunDrawer.js';
import { RunTable } from './RunTable.js';

/** Before the first day is read: reading, or why it could not be read. */
function NothingYet() {
  const { t } = useWords();
  const error = useRecords((state) => state.error);
  const load = useRecords((state) => state.load);
  const errorWords = useErrorWords();
  if (error === null) {
    return (
      <div className={css.nothing} role="status">
        <p className={css.dim}>{t('ui.records.loading')}</p>
      </div>
    );
  }
  const { cause, remedy } = errorWords(error);
  return (
    <div className={css.nothing} role="alert">
      <StatusGlyph kind="fail" className={css.glyph} />
      <h2>{t('ui.records.failedTitle')}</h2>
      <p>
        {cause} {remedy}
      </p>
      <ActionButton look="ember" large onClick={() => void load()}>
        {t('ui.app.tryAgain')}
      </ActionButton>
    </div>
  );
}

function Empty() {
  const { t } = useWords();
  return (
    <div className={css.nothing}>
      <h2>{t('ui.records.empty')}</h2>
      <p>{t('ui.records.emptyMore')}</p>
    </div>
  );
}

/** Records: the day at a glance, then its boards, then one board's story. */
export function RecordsView() {
  const { t } = useWords();
  const day = useRecords((state) => state.day);
  const open = useRecords((state) => state.open);
  const connect = useRecords((state) => state.connect);
  useEffect(() => connect(), [connect]);
  return (
    <main className={css.view} aria-label={t('ui.records.title')}>
      {day === null ? (
        <NothingYet />
      ) : (
        <>
          <DayBar day={day} />
          {day.rows.length === 0 ? (
            <Empty />
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
