import { useEffect, useRef } from 'react';

import type { RecordsDay } from '../../../shared/contract/records-view.js';
import { OutcomeShape } from '../../../shared/contract/records.js';
import { ActionButton } from '../../components/ActionButton.js';
import { KeyCap } from '../../components/KeyCap.js';
import { Pick } from '../../components/Pick.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import css from './DayBar.module.css';
import type { Filter } from './figures.js';
import { useRecords } from './records-store.js';

/** Keys of the row: Ctrl F to the search, Alt and an arrow to another day, Ctrl E to a file. */
function useDayKeys(search: () => HTMLInputElement | null): void {
  const turn = useRecords((state) => state.turn);
  const exportDay = useRecords((state) => state.exportDay);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.repeat || event.shiftKey) return;
      const ctrl = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (ctrl && !event.altKey && key === 'f') search()?.focus();
      else if (ctrl && !event.altKey && key === 'e') void exportDay();
      else if (event.altKey && !ctrl && key === 'arrowleft') turn(-1);
      else if (event.altKey && !ctrl && key === 'arrowright') turn(1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [turn, exportDay, search]);
}

function Message() {
  const { t } = useWords();
  const exported = useRecords((state) => state.exported);
  const error = useRecords((state) => state.error);
  const errorWords = useErrorWords();
  if (error !== null) return <span role="alert">{errorWords(error).title}</span>;
  if (exported === null) return null;
  return (
    <span role="status" className={css.message}>
      {t('ui.records.exported', { count: exported.runs, path: exported.path })}
    </span>
  );
}

/** Which day, and which of its runs. */
export function DayBar({ day }: { readonly day: RecordsDay }) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const { text, outcome } = useRecords((state) => state.filter);
  const { turn, load, narrow, exportDay } = useRecords((state) => state);
  useDayKeys(() => field.current);
  const outcomes: Filter['outcome'][] = ['all', ...OutcomeShape.options];
  return (
    <div className={css.bar}>
      <ActionButton keyName="Alt ←" aria-label={t('ui.records.dayBefore')} onClick={() => turn(-1)}>
        ‹
      </ActionButton>
      <input
        type="date"
        className="input"
        aria-label={t('ui.records.day')}
        value={day.day}
        onChange={(event) => {
          if (event.target.value !== '') void load(event.target.value);
        }}
      />
      <ActionButton keyName="Alt →" aria-label={t('ui.records.dayAfter')} onClick={() => turn(1)}>
        ›
      </ActionButton>
      <ActionButton onClick={() => turn(0)}>{t('ui.records.today')}</ActionButton>
      <Message />
      <label className={`input-box ${css.search}`}>
        <input
          ref={field}
          className="input-bare"
          aria-label={t('ui.records.searchLabel')}
          placeholder={t('ui.records.search')}
          value={text}
          onChange={(event) => narrow({ text: event.target.value })}
        />
        <KeyCap>Ctrl F</KeyCap>
      </label>
      <Pick
        label={t('ui.records.filter.outcome')}
        className={css.outcome}
        value={outcome}
        choices={outcomes.map((value) => ({ value, label: t(`ui.records.filter.${value}`) }))}
        onPick={(value) => narrow({ outcome: value as Filter['outcome'] })}
      />
      <ActionButton keyName="Ctrl E" onClick={() => void exportDay()} disabled={day.rows.length === 0}>
        {t('ui.records.export')}
      </ActionButton>
    </div>
  );
}
