import { useState } from 'react';

import type { WorkOrder } from '../../../../shared/contract/pms/work-orders.js';
import { dateTime, grouped } from '../../../components/format.js';
import { Nothing } from '../../../components/Nothing.js';
import { useWords } from '../../../components/use-words.js';
import { useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { PageSearch } from '../kit/PageSearch.js';
import { Waiting } from '../kit/Say.js';
import split from '../kit/Split.module.css';
import { Toolbar } from '../kit/Toolbar.js';
import { mentions } from '../places.js';
import { VerifyDialog } from '../tokens/VerifyDialog.js';
import { useRows } from '../use-read.js';
import { CraftLineDialog } from './CraftLineDialog.js';
import { WorkOrderDialog } from './WorkOrderDialog.js';
import { WorkOrderDrawer } from './WorkOrderDrawer.js';

function useColumns(): Column<WorkOrder>[] {
  const { t } = useWords();
  const word = (key: 'code' | 'line' | 'token' | 'quantity' | 'passed' | 'state' | 'at') =>
    t(`ui.desk.workOrders.columns.${key}`);
  return [
    {
      key: 'code',
      label: word('code'),
      width: '108px',
      cell: ({ code }) => <span className="mono">{code}</span>,
    },
    {
      key: 'line',
      label: word('line'),
      width: 'minmax(120px, 1fr)',
      cell: ({ craftLine }) => craftLine.name,
    },
    {
      key: 'token',
      label: word('token'),
      width: '168px',
      cell: ({ token }) => <span className="mono">{token ?? '–'}</span>,
      minor: true,
    },
    {
      key: 'quantity',
      label: word('quantity'),
      width: '84px',
      number: true,
      cell: ({ quantity }) => grouped(quantity),
    },
    {
      key: 'passed',
      label: word('passed'),
      width: '132px',
      number: true,
      cell: ({ passed, craftLine }) => grouped(passed[craftLine.stations.at(-1)?.code ?? ''] ?? 0),
    },
    {
      key: 'state',
      label: word('state'),
      width: '84px',
      cell: ({ closed }) => t(closed ? 'ui.desk.workOrders.closed' : 'ui.desk.workOrders.open'),
    },
    {
      key: 'at',
      label: word('at'),
      width: '124px',
      cell: ({ createdAt }) => dateTime(createdAt),
      minor: true,
    },
  ];
}

/** Production Manage > Work Order Management, with Activation Code Verification. */
export function WorkOrdersPage() {
  const { t } = useWords();
  const [place, move] = usePlace('workOrders');
  const orders = useRows('workOrder.list', {});
  const columns = useColumns();
  const may = useMay('engineer');
  const [asking, setAsking] = useState<'order' | 'line' | 'verify' | null>(null);
  const rows = (orders.data ?? []).filter(({ code, craftLine, token }) =>
    mentions(place.text, code, craftLine.name, token),
  );
  const open = orders.data?.find(({ code }) => code === place.open);
  const close = (): void => setAsking(null);
  return (
    <>
      <Toolbar
        actions={
          <>
            <AltAction letter="V" onPress={() => setAsking('verify')}>
              {t('ui.desk.tokens.verify')}
            </AltAction>
            <AltAction
              letter="L"
              disabled={!may}
              why={t('ui.desk.needsEngineer')}
              onPress={() => setAsking('line')}
            >
              {t('ui.desk.workOrders.newLine')}
            </AltAction>
            <AltAction
              letter="N"
              look="ember"
              disabled={!may}
              why={t('ui.desk.needsEngineer')}
              onPress={() => setAsking('order')}
            >
              {t('ui.desk.workOrders.new')}
            </AltAction>
          </>
        }
      >
        <PageSearch
          label={t('ui.desk.workOrders.search')}
          value={place.text}
          onChange={(text) => move({ text })}
        />
      </Toolbar>
      <div className={split.split}>
        {orders.data === null ? (
          <Waiting error={orders.error} again={orders.again} />
        ) : rows.length === 0 ? (
          orders.data.length === 0 ? (
            <Nothing title={t('ui.desk.workOrders.none')} more={t('ui.desk.workOrders.noneMore')} />
          ) : (
            <Nothing title={t('ui.desk.noMatch')} />
          )
        ) : (
          <DataTable
            label={t('ui.desk.sections.workOrders')}
            columns={columns}
            rows={rows}
            keyOf={({ code }) => code}
            openKey={place.open}
            onOpen={({ code }) => move({ open: code })}
            narrow={open !== undefined}
            more={orders.more}
          />
        )}
        {open !== undefined && (
          <WorkOrderDrawer key={open.code} order={open} onClose={() => move({ open: null })} />
        )}
      </div>
      {asking === 'verify' && <VerifyDialog onClose={close} onVerified={close} />}
      {asking === 'line' && <CraftLineDialog onClose={close} />}
      {asking === 'order' && (
        <WorkOrderDialog
          onClose={close}
          onMade={({ code }) => {
            close();
            move({ open: code, text: '' });
          }}
        />
      )}
    </>
  );
}
