import { useState } from 'react';

import {
  DELIVERY_MODES,
  FREE_LICENSES,
  type DeliveryMode,
  type Order,
} from '../../../../shared/contract/pms/orders.js';
import type { PmsAsk } from '../../../../shared/contract/pms/operations.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { CheckField, PickField, RadioField, TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';
import { useRead } from '../use-read.js';
import css from './OrderDialog.module.css';
import { NO_TERMS, termsAsked, termsReady } from './order-terms.js';
import { TermFields } from './TermFields.js';

interface Props {
  /** Null: chosen in the dialog. */
  readonly productId: string | null;
  /** The two free licenses of the product. */
  readonly free: boolean;
  readonly onClose: () => void;
  readonly onOrdered: (order: Order) => void;
}

const BURNED: ReadonlySet<DeliveryMode> = new Set(['credential']);
const NONE = 'none';

/** Orders licenses: how many, for what, and how they are delivered. */
export function OrderDialog({ productId, free, onClose, onOrdered }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const products = useRead('product.list', {}).data?.items ?? [];
  const [pickedProduct, setProduct] = useState(productId);
  const product = pickedProduct ?? products[0]?.id ?? null;
  const firmware =
    useRead('firmware.list', product === null ? null : { productId: product }).data?.items ?? [];
  const [mode, setMode] = useState<DeliveryMode>('credential');
  const [pickedVersion, setVersion] = useState<string | null>(null);
  const [quantity, setQuantity] = useState('100');
  const [terms, setTerms] = useState(NO_TERMS);
  const [development, setDevelopment] = useState(false);
  const versions = firmware.flatMap(({ identifier, versions: all }) =>
    all.map(({ id, version, enabled }) => ({ id, enabled, label: `${identifier} ${version}` })),
  );
  const usable = versions.filter(({ enabled }) => enabled || !BURNED.has(mode));
  const version = usable.find(({ id }) => id === pickedVersion) ?? usable[0] ?? null;
  const count = free ? FREE_LICENSES : Number(quantity);
  const hasToken = mode !== 'license-list';
  const submit = async (): Promise<void> => {
    if (product === null) return;
    const request: PmsAsk<'order.create'> = {
      productId: product,
      mode,
      quantity: count,
      free,
      development,
      ...(version === null ? {} : { versionId: version.id }),
      ...(hasToken ? termsAsked(terms) : {}),
    };
    let made: Order | null = null;
    await act(async () => {
      made = await perform('order.create', request);
    });
    if (made !== null) onOrdered(made);
  };
  return (
    <FormDialog
      title={t(free ? 'ui.desk.orders.free' : 'ui.desk.orders.new')}
      submit={t('ui.desk.orders.submit', { count: Number.isFinite(count) ? count : 0 })}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={
        product !== null &&
        count >= 1 &&
        Number.isInteger(count) &&
        (!hasToken || (version !== null && termsReady(terms)))
      }
      width={640}
    >
      <div className={css.pair}>
        <PickField
          label={t('ui.desk.orders.product')}
          value={product}
          disabled={productId !== null}
          choices={products.map(({ id, name }) => ({ value: id, label: name }))}
          onPick={(id) => {
            setProduct(id);
            setVersion(null);
          }}
        />
        <PickField
          label={t('ui.desk.orders.firmware')}
          value={version?.id ?? NONE}
          choices={
            usable.length === 0
              ? [{ value: NONE, label: t('ui.desk.orders.noFirmware') }]
              : usable.map(({ id, label }) => ({ value: id, label }))
          }
          onPick={setVersion}
        />
      </div>
      <RadioField
        label={t('ui.desk.orders.mode')}
        value={mode}
        onPick={setMode}
        choices={DELIVERY_MODES.map((value) => ({
          value,
          label: t(`ui.desk.orders.modes.${value}`),
          more: t(`ui.desk.orders.modesMore.${value}`),
        }))}
      />
      <div className={css.three}>
        <TextField
          label={t('ui.desk.orders.quantity')}
          value={free ? String(FREE_LICENSES) : quantity}
          onChange={setQuantity}
          type="number"
          min={1}
          disabled={free}
          first={!free}
        />
        <div className={css.beside}>
          {free ? (
            <p className={css.note}>{t('ui.desk.orders.freeNote')}</p>
          ) : (
            <CheckField
              label={t('ui.desk.orders.development')}
              help={t('ui.desk.orders.developmentHelp')}
              checked={development}
              onChange={setDevelopment}
            />
          )}
        </div>
      </div>
      {hasToken && (
        <TermFields terms={terms} onChange={(change) => setTerms((before) => ({ ...before, ...change }))} />
      )}
    </FormDialog>
  );
}
