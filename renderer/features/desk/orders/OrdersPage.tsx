import { useState } from 'react';

import type { Order } from '../../../../shared/contract/pms/orders.js';
import { dateTime, grouped } from '../../../components/format.js';
import { Nothing } from '../../../components/Nothing.js';
import { Pick } from '../../../components/Pick.js';
import { useWords } from '../../../components/use-words.js';
import { useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { PageSearch } from '../kit/PageSearch.js';
import { Waiting } from '../kit/Say.js';
import { Toolbar } from '../kit/Toolbar.js';
import { mentions } from '../places.js';
import { useRead, useRows } from '../use-read.js';
import { OrderDialog } from './OrderDialog.js';
import css from '../kit/Split.module.css';
import { Receipt } from './Receipt.js';

const ALL = 'all';

function useColumns(): Column<Order>[] {
  const { t } = useWords();
  const word = (key: 'code' | 'product' | 'firmware' | 'mode' | 'quantity' | 'at' | 'state') =>
    t(`ui.desk.orders.columns.${key}`);
  return [
    {
      key: 'code',
      label: word('code'),
      width: '104px',
      cell: ({ code }) => <span className="mono">{code}</span>,
    },
    {
      key: 'product',
      label: word('product'),
      width: 'minmax(120px, 1fr)',
      cell: ({ productName }) => productName,
    },
    {
      key: 'firmware',
      label: word('firmware'),
      width: 'minmax(140px, 1fr)',
      cell: ({ firmware }) =>
        firmware.identifier === '' ? '–' : `${firmware.identifier} ${firmware.version}`,
      minor: true,
    },
    {
      key: 'mode',
      label: word('mode'),
      width: 'minmax(120px, 0.9fr)',
      cell: ({ mode }) => t(`ui.desk.orders.modes.${mode}`),
    },
    {
      key: 'quantity',
      label: word('quantity'),
      width: '84px',
      number: true,
      cell: ({ quantity, free }) => `${grouped(quantity)}${free ? ` ${t('ui.desk.orders.freeMark')}` : ''}`,
    },
    {
      key: 'state',
      label: word('state'),
      width: '128px',
      minor: true,
      cell: ({ deliveredAt, development }) =>
        development
          ? t('ui.desk.development')
          : t(deliveredAt === null ? 'ui.desk.orders.notDelivered' : 'ui.desk.orders.delivered'),
    },
    {
      key: 'at',
      label: word('at'),
      width: '124px',
      minor: true,
      cell: ({ createdAt }) => dateTime(createdAt),
    },
  ];
}

/** Orders, the newest first; one opens as its receipt. */
export function OrdersPage() {
  const { t } = useWords();
  const [place, move] = usePlace('orders');
  const may = useMay('engineer');
  const products = useRead('product.list', {}).data?.items ?? [];
  const orders = useRows('order.list', place.product === null ? {} : { productId: place.product });
  const columns = useColumns();
  const [asking, setAsking] = useState<'new' | 'free' | null>(null);
  const rows = (orders.data ?? []).filter(({ code, productName, firmware, token }) =>
    mentions(place.text, code, productName, firmware.identifier, token),
  );
  const open = place.open === null ? null : orders.data?.find(({ code }) => code === place.open);
  const chosen = products.find(({ id }) => id === place.product);
  const freeOf = chosen ?? products.find(({ freeTaken }) => !freeTaken);
  const why = products.length === 0 ? t('ui.desk.orders.noProduct') : t('ui.desk.needsEngineer');
  return (
    <>
      <Toolbar
        actions={
          <>
            <AltAction
              letter="F"
              disabled={!may || freeOf === undefined || freeOf.freeTaken}
              why={freeOf === undefined || freeOf.freeTaken ? t('ui.desk.orders.freeTaken') : why}
              onPress={() => setAsking('free')}
            >
              {t('ui.desk.orders.free')}
            </AltAction>
            <AltAction
              letter="N"
              look={open == null ? 'ember' : 'plain'}
              disabled={!may || products.length === 0}
              why={why}
              onPress={() => setAsking('new')}
            >
              {t('ui.desk.orders.new')}
            </AltAction>
          </>
        }
      >
        <PageSearch
          label={t('ui.desk.orders.search')}
          value={place.text}
          onChange={(text) => move({ text })}
        />
        <Pick
          label={t('ui.desk.orders.product')}
          value={place.product ?? ALL}
          choices={[
            { value: ALL, label: t('ui.desk.orders.allProducts') },
            ...products.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onPick={(id) => move({ product: id === ALL ? null : id })}
        />
      </Toolbar>
      <div className={css.split}>
        {orders.data === null ? (
          <Waiting error={orders.error} again={orders.again} />
        ) : rows.length === 0 ? (
          place.text === '' ? (
            <Nothing title={t('ui.desk.orders.none')} more={t('ui.desk.orders.noneMore')} />
          ) : (
            <Nothing title={t('ui.desk.noMatch')} />
          )
        ) : (
          <DataTable
            label={t('ui.desk.sections.orders')}
            columns={columns}
            rows={rows}
            keyOf={({ code }) => code}
            openKey={place.open}
            onOpen={({ code }) => move({ open: code })}
            narrow={open != null}
            more={orders.more}
            foot={t('ui.desk.orders.count', { count: rows.length })}
          />
        )}
        {open != null && <Receipt key={open.code} order={open} onClose={() => move({ open: null })} />}
      </div>
      {asking !== null && (
        <OrderDialog
          productId={asking === 'free' ? (freeOf?.id ?? null) : (chosen?.id ?? null)}
          free={asking === 'free'}
          onClose={() => setAsking(null)}
          onOrdered={({ code }) => {
            setAsking(null);
            move({ open: code, text: '' });
          }}
        />
      )}
    </>
  );
}
