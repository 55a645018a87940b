import { useState } from 'react';

import { MOST_AHEAD, type PmsChoice } from '../../../shared/contract/settings.js';
import { ActionButton } from '../../components/ActionButton.js';
import { useWords } from '../../components/use-words.js';
import { useBooks } from './books-store.js';
import css from './Settings.module.css';

/** How many licenses the station sets aside for when its server is away. */
export function AheadField({ choice }: { readonly choice: Extract<PmsChoice, { kind: 'server' }> }) {
  const { t } = useWords();
  const { busy, use, connection } = useBooks((state) => state);
  const [text, setText] = useState(String(choice.ahead));
  const count = Number(text);
  const good = /^\d+$/.test(text.trim()) && count <= MOST_AHEAD;
  const lies = connection?.connected === true ? connection.ahead : 0;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (good) void use({ ...choice, ahead: count });
      }}
    >
      <label className={css.field}>
        <span>
          {t('ui.settings.ahead')}
          {lies > 0 && ` · ${t('ui.settings.aside', { count: lies })}`}
        </span>
        <input
          className={`input ${css.input}`}
          type="number"
          min={0}
          max={MOST_AHEAD}
          value={text}
          aria-invalid={!good}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p className={css.note}>{t('ui.settings.aheadMore')}</p>
      <ActionButton type="submit" disabled={busy || !good || count === choice.ahead}>
        {t('ui.settings.keep')}
      </ActionButton>
    </form>
  );
}
