import type { LateRefusal } from '../../../shared/contract/settings.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { ActionButton } from '../../components/ActionButton.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { useBooks } from './books-store.js';
import css from './LateRefusals.module.css';

function Refusal({ refusal }: { readonly refusal: LateRefusal }) {
  const errorWords = useErrorWords();
  const { at, mac, runId, error } = refusal;
  const { title, cause, remedy } = errorWords(error);
  return (
    <li className={css.item}>
      <StatusGlyph kind="ask" className={css.glyph} />
      <div>
        <p>
          <strong>{title}</strong>
        </p>
        <p className={css.note}>
          {cause} {remedy}
        </p>
        <p className={css.note}>
          <time dateTime={at}>{at.slice(0, 16).replace('T', ' ')}</time> ·{' '}
          <span className="mono selectable">{mac === null ? runId : formatMac(mac)}</span> · {error.code}
        </p>
      </div>
    </li>
  );
}

/** What the server did not take when it came late, until somebody has looked after it. */
export function LateRefusals() {
  const { t } = useWords();
  const { refused, busy, seen } = useBooks((state) => state);
  if (refused.length === 0) return null;
  return (
    <section aria-label={t('ui.settings.late')} className={css.late}>
      <h3>{t('ui.settings.late')}</h3>
      <p className={css.note}>{t('ui.settings.lateMore')}</p>
      <ul className={css.list}>
        {refused.map((refusal) => (
          <Refusal key={refusal.id} refusal={refusal} />
        ))}
      </ul>
      <ActionButton disabled={busy} onClick={() => void seen(refused.map(({ id }) => id))}>
        {t('ui.settings.seen')}
      </ActionButton>
    </section>
  );
}
