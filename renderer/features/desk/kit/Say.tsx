import type { ReactNode } from 'react';

import type { CodedError } from '../../../../shared/errors/kiln-error.js';
import { NotYet } from '../../../components/Nothing.js';
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

interface WaitingProps {
  readonly error: CodedError | null;
  readonly again: () => void;
}

/** Before anything was read: reading, or why it could not be read. */
export function Waiting({ error, again }: WaitingProps) {
  const { t } = useWords();
  return <NotYet loading={t('ui.desk.loading')} error={error} again={again} />;
}
