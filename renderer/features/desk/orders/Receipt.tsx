import { useState } from 'react';

import type { CallReply } from '../../../../shared/contract/channels.js';
import type { Order } from '../../../../shared/contract/pms/orders.js';
import { dateTime, grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import { FactList } from '../../../components/FactList.js';
import { useDesk } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { CopyButton } from '../kit/CopyButton.js';
import { Drawer } from '../../../components/Drawer.js';
import { Caution, Refusal } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';
import css from './Receipt.module.css';

/** An order as its receipt: what was ordered, how it is delivered, and the way to it. */
export function Receipt({ order, onClose }: { readonly order: Order; readonly onClose: () => void }) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const files = useFiles();
  const { busy, error, act } = useAct();
  const [saved, setSaved] = useState<CallReply<'desk.download'>>(null);
  const { code, firmware, mode } = order;
  const isList = mode === 'license-list';
  const save = (format: 'zip' | 'csv' | 'xlsx'): void =>
    void act(async () => {
      const reply =
        format === 'zip'
          ? await files.download('order.download', { code })
          : await files.download('order.list', { code, format });
      if (reply !== null) setSaved(reply);
    });
  const wholeToken = async (): Promise<string | null> => {
    let token: string | null = null;
    await act(async () => {
      token = (await perform('order.credential', { code })).token;
    });
    return token;
  };
  const facts = [
    { name: t('ui.desk.orders.columns.product'), value: order.productName },
    {
      name: t('ui.desk.orders.columns.firmware'),
      value: firmware.identifier === '' ? '–' : `${firmware.identifier} ${firmware.version}`,
    },
    { name: t('ui.desk.orders.mode'), value: t(`ui.desk.orders.modes.${mode}`) },
    { name: t('ui.desk.orders.orderedBy'), value: order.orderedBy },
    { name: t('ui.desk.orders.columns.at'), value: dateTime(order.createdAt) },
    {
      name: t('ui.desk.orders.columns.state'),
      value:
        order.deliveredAt === null
          ? t('ui.desk.orders.notDelivered')
          : t('ui.desk.orders.deliveredAt', { at: dateTime(order.deliveredAt) }),
    },
  ];
  return (
    <Drawer
      label={t('ui.desk.orders.receipt')}
      title={<span className="mono">{code}</span>}
      onClose={onClose}
      actions={
        isList ? (
          <>
            <AltAction letter="D" look="ember" disabled={busy} onPress={() => save('csv')}>
              {t('ui.desk.orders.downloadCsv')}
            </AltAction>
            <AltAction letter="X" disabled={busy} onPress={() => save('xlsx')}>
              {t('ui.desk.orders.downloadXlsx')}
            </AltAction>
          </>
        ) : (
          <>
            <AltAction
              letter="D"
              look={order.deliveredAt === null ? 'ember' : 'plain'}
              disabled={busy}
              onPress={() => save('zip')}
            >
              {t('ui.desk.orders.download')}
            </AltAction>
            <CopyButton letter="C" label={t('ui.desk.orders.copyToken')} textOf={wholeToken} />
          </>
        )
      }
    >
      <p className={css.sum}>
        <strong className={css.number}>{grouped(order.quantity)}</strong>{' '}
        {t('ui.desk.licensesWord', { count: order.quantity })}
        {order.free && <span className={css.free}>{t('ui.desk.orders.freeLong')}</span>}
      </p>
      <hr className={css.tear} />
      <FactList facts={facts} />
      <hr className={css.tear} />
      {order.token === null ? (
        <p className={css.dim}>{t('ui.desk.orders.listOnly')}</p>
      ) : (
        <p className={css.token}>
          <span>{t('ui.token.label')}</span>
          <span className="mono">{order.token}</span>
        </p>
      )}
      <p className={css.dim}>{t(`ui.desk.orders.next.${mode}`)}</p>
      {order.development && <Caution>{t('ui.desk.developmentMore')}</Caution>}
      {saved !== null && (
        <p role="status">{t('ui.desk.saved', { name: saved.name, folder: saved.folder })}</p>
      )}
      <Refusal error={error} />
    </Drawer>
  );
}
