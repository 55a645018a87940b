import type { ReactNode } from 'react';

import type { CodedError } from '../../shared/errors/kiln-error.js';
import { ActionButton } from './ActionButton.js';
import css from './Nothing.module.css';
import { StatusGlyph, type GlyphKind } from './StatusGlyph.js';
import { useErrorWords } from './use-error-words.js';
import { useWords } from './use-words.js';

interface NothingProps {
  readonly title: ReactNode;
  readonly glyph?: GlyphKind;
  readonly role?: 'status' | 'alert';
  readonly testId?: string;
  readonly more?: string;
  readonly children?: ReactNode;
}

/** A view, a page or a list with nothing in it: what would be here, and how it comes to be. */
export function Nothing({ title, glyph, role, testId, more, children }: NothingProps) {
  return (
    <div className={css.nothing} role={role} data-testid={testId}>
      {glyph !== undefined && <StatusGlyph kind={glyph} className={css.glyph} />}
      <h2 className={css.title}>{title}</h2>
      {more !== undefined && <p>{more}</p>}
      {children}
    </div>
  );
}

interface NotYetProps {
  /** What is being read. */
  readonly loading: string;
  /** Says that it could not be read; without it the error says so itself. */
  readonly failed?: string;
  /** Null while it is being read. */
  readonly error: CodedError | null;
  readonly again: () => void;
}

/** Before anything was read: reading, or why it could not be read. */
export function NotYet({ loading, failed, error, again }: NotYetProps) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  if (error === null) {
    return (
      <div className={css.nothing} role="status">
        <p className={css.loading}>{loading}</p>
      </div>
    );
  }
  const { title, cause, remedy } = errorWords(error);
  return (
    <Nothing title={failed ?? title} glyph="fail" role="alert" more={`${cause} ${remedy}`}>
      <ActionButton look="ember" large onClick={again}>
        {t('ui.app.tryAgain')}
      </ActionButton>
    </Nothing>
  );
}
