import { grouped } from '../../../components/format.js';
import { QuotaBar } from '../../../components/QuotaBar.js';
import css from './Quota.module.css';

/** How many licenses are left of how many, as a bar with both numbers. */
export function Quota({ free, amount }: { readonly free: number; readonly amount: number }) {
  return (
    <span className={css.quota}>
      <QuotaBar free={free} amount={amount} className={css.bar} />
      <span className={css.text}>
        <strong>{grouped(free)}</strong> / {grouped(amount)}
      </span>
    </span>
  );
}
