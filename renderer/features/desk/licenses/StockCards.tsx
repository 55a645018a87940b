import { grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import { Refusal } from '../kit/Say.js';
import { useRead } from '../use-read.js';
import css from './StockCards.module.css';

/** What the pool has, kind by kind: the number an order can count on is the large one. */
export function StockCards() {
  const { t } = useWords();
  const { data, error } = useRead('pool.stock', {});
  const stocks = (data?.items ?? []).filter(({ stock, held, taken }) => stock + held + taken > 0);
  if (error !== null) return <Refusal error={error} />;
  if (stocks.length === 0) return null;
  return (
    <div className={css.cards}>
      {stocks.map(({ licenseKind, development, stock, held, taken }) => (
        <section key={`${licenseKind}${development}`} className={css.card}>
          <h3 className={css.kind}>
            {t(`ui.desk.kinds.${licenseKind}`)}
            {development && ` · ${t('ui.desk.development')}`}
          </h3>
          <p className={css.stock}>
            <strong>{grouped(stock)}</strong> {t('ui.desk.licenses.inStock')}
          </p>
          <p className={css.more}>
            {t('ui.desk.licenses.heldTaken', { held: grouped(held), taken: grouped(taken) })}
          </p>
        </section>
      ))}
    </div>
  );
}
