import css from './QuotaBar.module.css';
import { useWords } from './use-words.js';

interface Props {
  readonly free: number;
  readonly amount: number;
  /** Gives it its width. */
  readonly className: string | undefined;
}

/** How many licenses are left of how many, as a bar; the numbers stand beside it. */
export function QuotaBar({ free, amount, className = '' }: Props) {
  const { t } = useWords();
  return (
    <span
      className={`${css.bar} ${className}`}
      role="meter"
      aria-label={t('ui.token.quotaLabel', { free, amount })}
      aria-valuenow={free}
      aria-valuemin={0}
      aria-valuemax={amount}
    >
      <span className={css.left} style={{ width: `${amount === 0 ? 0 : (free / amount) * 100}%` }} />
    </span>
  );
}
