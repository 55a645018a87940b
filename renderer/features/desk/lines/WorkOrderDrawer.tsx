import { useState } from 'react';

import type { WorkOrder } from '../../../../shared/contract/pms/work-orders.js';
import { dateTime, grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import { FactList } from '../../../components/FactList.js';
import { useDesk, useMay } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { CopyButton } from '../kit/CopyButton.js';
import { Drawer, Heading } from '../../../components/Drawer.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution, Refusal } from '../kit/Say.js';
import { useAct } from '../use-act.js';

/** How far a work order is, station by station in the order boards pass them. */
export function WorkOrderDrawer({
  order,
  onClose,
}: {
  readonly order: WorkOrder;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const may = useMay('engineer');
  const { busy, error, act } = useAct();
  const [closing, setClosing] = useState(false);
  const { code, craftLine, quantity, passed } = order;
  const wholeToken = async (): Promise<string | null> => {
    let token: string | null = null;
    await act(async () => {
      token = (await perform('workOrder.token', { code })).token;
    });
    return token;
  };
  const closeOrder = async (): Promise<void> => {
    if (await act(() => perform('workOrder.close', { code }))) setClosing(false);
  };
  const done = passed[craftLine.stations.at(-1)?.code ?? ''] ?? 0;
  return (
    <Drawer
      label={t('ui.desk.workOrders.detail')}
      title={<span className="mono">{code}</span>}
      onClose={onClose}
      actions={
        <>
          {order.token !== null && (
            <CopyButton letter="C" label={t('ui.desk.orders.copyToken')} textOf={wholeToken} />
          )}
          <AltAction letter="K" disabled={!may || order.closed} onPress={() => setClosing(true)}>
            {t('ui.desk.workOrders.close')}
          </AltAction>
        </>
      }
    >
      <FactList
        facts={[
          { name: t('ui.desk.workOrders.columns.line'), value: craftLine.name },
          {
            name: t('ui.desk.workOrders.columns.token'),
            value: <span className="mono">{order.token ?? '–'}</span>,
          },
          { name: t('ui.desk.workOrders.columns.quantity'), value: grouped(quantity) },
          {
            name: t('ui.desk.workOrders.columns.state'),
            value: t(order.closed ? 'ui.desk.workOrders.closed' : 'ui.desk.workOrders.open'),
          },
          { name: t('ui.desk.workOrders.columns.at'), value: dateTime(order.createdAt) },
        ]}
      />
      <Heading>{t('ui.desk.workOrders.byStation')}</Heading>
      <FactList
        facts={craftLine.stations.map((station, index) => ({
          name: `${index + 1}  ${station.name}`,
          value: (
            <span className="num">
              {grouped(passed[station.code] ?? 0)} / {grouped(quantity)}
            </span>
          ),
        }))}
      />
      <Refusal error={error} />
      {closing && (
        <FormDialog
          title={t('ui.desk.workOrders.closeTitle', { code })}
          submit={t('ui.desk.workOrders.close')}
          onSubmit={() => void closeOrder()}
          onClose={() => setClosing(false)}
          error={error}
          busy={busy}
        >
          <Caution>
            {t('ui.desk.workOrders.closeMore', { count: quantity - done, left: grouped(quantity - done) })}
          </Caution>
        </FormDialog>
      )}
    </Drawer>
  );
}
