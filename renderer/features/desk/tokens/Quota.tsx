import { grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import css from './Quota.module.css';

/** How many licenses are left of how many, as a bar with both numbers. */
export function Quota({ free, amount }: { readonly free: number; readonly amount: number }) {
  const { t } = useWords();
  return (
    <span
      className={css.quota}
      role="meter"
      aria-label={t('ui.token.quotaLabel', { free, amount })}
      aria-valuenow={free}
      aria-valuemin={0}
      aria-valuemax={amount}
    >
      <span className={css.bar}>
        <span className={css.left} style={{ width: `${amount === 0 ? 0 : (free / amount) * 100}%` }} />
      </span>
      <span className={css.text}>
        <strong>{grouped(free)}</strong> / {grouped(amount)}
      </span>
    </span>
  );
}
