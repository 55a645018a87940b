import type { ReactNode } from 'react';

import { ActionButton } from '../../../components/ActionButton.js';
import { grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import css from './ChoiceBar.module.css';
import type { Choice } from './choice.js';

interface Props {
  readonly choice: Choice;
  /** How many rows the table has, in words: stands there while nothing is chosen. */
  readonly count: string;
  /** A row is open beside the table: what is done with it has the keys. */
  readonly narrow: boolean;
  /** Chooses also what the filter finds and nobody has scrolled to; absent where all is there. */
  readonly onAll?: (() => void) | undefined;
  /** Reading what the filter finds: how many so far. */
  readonly finding?: number | null;
  /** What can be done with what is chosen. */
  readonly children: ReactNode;
}

/** The foot of a table whose rows may be chosen. It comes up from below: nothing moves under the pointer. */
export function ChoiceBar({ choice, count, narrow, onAll, finding = null, children }: Props) {
  const { t } = useWords();
  const { chosen, onChoose } = choice;
  if (chosen.length === 0 && finding === null) return count;
  const n = grouped(chosen.length);
  return (
    <div className={css.bar} data-tall={!narrow}>
      <strong className={css.count} role="status">
        {finding === null
          ? t('ui.desk.many.chosen', { count: chosen.length, n })
          : t('ui.desk.many.finding', { n: grouped(finding) })}
      </strong>
      {narrow ? (
        <span>{t('ui.desk.many.closeRow')}</span>
      ) : (
        <>
          {onAll !== undefined && finding === null && (
            <ActionButton look="quiet" onClick={onAll}>
              {t('ui.desk.many.allFound')}
            </ActionButton>
          )}
          <ActionButton look="quiet" onClick={() => onChoose([])}>
            {t('ui.desk.many.none')}
          </ActionButton>
          <div className={css.actions}>{children}</div>
        </>
      )}
    </div>
  );
}
