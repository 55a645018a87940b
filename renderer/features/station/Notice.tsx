import { ActionButton } from '../../components/ActionButton.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import css from './Notice.module.css';
import { useStation } from './station-context.js';
import { useWords } from '../../components/use-words.js';

/** A request that the core refused: what, why, what to do. It lies over the foot of the view and moves nothing. */
export function Notice() {
  const { t } = useWords();
  const notice = useStation((state) => state.notice);
  const dismiss = useStation((state) => state.dismiss);
  const errorWords = useErrorWords();
  if (notice === null) return null;
  const { title, cause, remedy } = errorWords(notice);
  return (
    <div className={css.notice} role="alert" data-testid="notice">
      <StatusGlyph kind="fail" className={css.glyph} />
      <p>
        <strong>{title}</strong>
        <span>
          {cause} {remedy}
        </span>
      </p>
      <span className={`mono ${css.code}`}>{notice.code}</span>
      <ActionButton onClick={dismiss}>{t('ui.app.dismiss')}</ActionButton>
    </div>
  );
}
