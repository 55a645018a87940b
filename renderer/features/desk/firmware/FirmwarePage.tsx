import { useState } from 'react';

import { Nothing } from '../../../components/Nothing.js';
import { useWords } from '../../../components/use-words.js';
import { useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { Waiting } from '../kit/Say.js';
import { useRead } from '../use-read.js';
import css from './FirmwarePage.module.css';
import { ProductDialog } from './ProductDialog.js';
import { ProductList } from './ProductList.js';
import { ProductPage } from './ProductPage.js';

/** Products on the left, one product's firmware on the right. */
export function FirmwarePage() {
  const { t } = useWords();
  const [place, move] = usePlace('firmware');
  const { data, error, again } = useRead('product.list', {});
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay('engineer');
  if (data === null) return <Waiting error={error} again={again} />;
  const product = data.items.find(({ id }) => id === place.product) ?? data.items[0];
  const addProduct = (
    <AltAction
      letter="P"
      look={product === undefined ? 'ember' : 'plain'}
      onPress={() => setAdding(true)}
      disabled={!mayAdd}
      why={t('ui.desk.needsEngineer')}
    >
      {t('ui.desk.firmware.newProduct')}
    </AltAction>
  );
  return (
    <div className={css.page}>
      {product === undefined ? (
        <Nothing title={t('ui.desk.firmware.noProducts')} more={t('ui.desk.firmware.noProductsMore')}>
          {addProduct}
        </Nothing>
      ) : (
        <>
          <ProductList products={data.items} chosen={product.id} foot={addProduct} />
          <ProductPage key={product.id} product={product} />
        </>
      )}
      {adding && (
        <ProductDialog
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            move({ product: made.id, version: null, text: '' });
          }}
        />
      )}
    </div>
  );
}
