import type { ReactNode } from 'react';

import type { CodedError } from '../../../../shared/errors/kiln-error.js';
import { ActionButton } from '../../../components/ActionButton.js';
import { StatusGlyph } from '../../../components/StatusGlyph.js';
import { useErrorWords } from '../../../components/use-error-words.js';
import { useWords } from '../../../components/use-words.js';
import css from './Say.module.css';

/** Why something was refused, where it was tried. */
export function Refusal({ error }: { readonly error: CodedError | null }) {
  const errorWords = useErrorWords();
  if (error === null) return null;
  const { title, cause, remedy } = errorWords(error);
  return (
    <div className={css.refusal} role="alert">
      <StatusGlyph kind="fail" className={css.small} />
      <p>
        <strong>{title}</strong>{' '}
        <span>
          {cause} {remedy}
        </span>
      </p>
    </div>
  );
}

/** A sentence that asks for attention; nothing has failed. */
export function Caution({ children }: { readonly children: ReactNode }) {
  return (
    <div className={css.caution} role="note">
      <StatusGlyph kind="ask" className={css.small} />
      <p>{children}</p>
    </div>
  );
}

interface NothingProps {
  readonly title: string;
  readonly more?: string;
  readonly children?: ReactNode;
}

/** A page or a list with nothing in it: what would be here, and how it comes to be. */
export function Nothing({ title, more, children }: NothingProps) {
  return (
    <div className={css.nothing}>
      <h3>{title}</h3>
      {more !== undefined && <p>{more}</p>}
      {children}
    </div>
  );
}

interface WaitingProps {
  readonly error: CodedError | null;
  readonly again: () => void;
}

/** Before anything was read: reading, or why it could not be read. */
export function Waiting({ error, again }: WaitingProps) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  if (error === null) {
    return (
      <div className={css.nothing} role="status">
        <p className={css.dim}>{t('ui.desk.loading')}</p>
      </div>
    );
  }
  const { title, cause, remedy } = errorWords(error);
  return (
    <div className={css.nothing} role="alert">
      <StatusGlyph kind="fail" className={css.glyph} />
      <h3>{title}</h3>
      <p>
        {cause} {remedy}
      </p>
      <ActionButton look="plain" onClick={again}>
        {t('ui.app.tryAgain')}
      </ActionButton>
    </div>
  );
}
