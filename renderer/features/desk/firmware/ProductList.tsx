import type { ReactNode } from 'react';

import type { Product } from '../../../../shared/contract/pms/products.js';
import { useWords } from '../../../components/use-words.js';
import { usePlace } from '../desk-store.js';
import { SearchBox } from '../kit/Field.js';
import { mentions } from '../places.js';
import css from './ProductList.module.css';

interface Props {
  readonly products: readonly Product[];
  readonly chosen: string;
  readonly foot: ReactNode;
}

export function ProductList({ products, chosen, foot }: Props) {
  const { t } = useWords();
  const [{ text }, move] = usePlace('firmware');
  const found = products.filter(({ id, name, category }) => mentions(text, id, name, category));
  return (
    <div className={css.list}>
      <div className={css.search}>
        <SearchBox
          label={t('ui.desk.firmware.searchProducts')}
          value={text}
          onChange={(typed) => move({ text: typed })}
        />
      </div>
      <div className={css.rows} role="listbox" aria-label={t('ui.desk.firmware.products')}>
        {found.map(({ id, name, mode }) => (
          <button
            key={id}
            type="button"
            role="option"
            className={css.row}
            aria-selected={id === chosen}
            onClick={() => move({ product: id, version: null })}
          >
            <strong>{name}</strong>
            <span className={css.more}>
              <span className="mono">{id}</span>
              {mode === 'no-code' && <span>{t('ui.desk.firmware.modes.no-code')}</span>}
            </span>
          </button>
        ))}
        {found.length === 0 && <p className={css.none}>{t('ui.desk.noMatch')}</p>}
      </div>
      <div className={css.foot}>{foot}</div>
    </div>
  );
}
