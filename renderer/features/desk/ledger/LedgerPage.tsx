import { useState } from 'react';

import type { CallReply } from '../../../../shared/contract/channels.js';
import { STANDINGS, type LedgerRow, type Standing } from '../../../../shared/contract/pms/ledger.js';
import { formatMac } from '../../../../shared/domain/mac.js';
import { dateTime } from '../../../components/format.js';
import { Nothing } from '../../../components/Nothing.js';
import { Pick } from '../../../components/Pick.js';
import { useWords } from '../../../components/use-words.js';
import { useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { PageSearch } from '../kit/PageSearch.js';
import { Refusal, Waiting } from '../kit/Say.js';
import split from '../kit/Split.module.css';
import { Toolbar } from '../kit/Toolbar.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';
import { useRows } from '../use-read.js';
import { Balance } from './Balance.js';
import css from './LedgerPage.module.css';
import { LicenseDrawer } from './LicenseDrawer.js';

const ANY = 'any';

function useColumns(): Column<LedgerRow>[] {
  const { t } = useWords();
  const word = (key: 'uuid' | 'standing' | 'mac' | 'sn' | 'token' | 'order' | 'at' | 'by') =>
    t(`ui.desk.ledger.columns.${key}`);
  return [
    {
      key: 'uuid',
      label: word('uuid'),
      width: 'minmax(150px, 1fr)',
      cell: ({ uuid }) => <span className="mono">{uuid}</span>,
    },
    {
      key: 'standing',
      label: word('standing'),
      width: 'minmax(96px, 0.7fr)',
      cell: ({ standing, development }) =>
        `${t(`ui.desk.standings.${standing}`)}${development ? ` · ${t('ui.desk.developmentShort')}` : ''}`,
    },
    {
      key: 'mac',
      label: word('mac'),
      width: '132px',
      cell: ({ mac }) => <span className="mono">{mac === null ? '–' : formatMac(mac)}</span>,
    },
    { key: 'sn', label: word('sn'), width: 'minmax(80px, 0.6fr)', cell: ({ sn }) => sn ?? '–', minor: true },
    {
      key: 'token',
      label: word('token'),
      width: '160px',
      cell: ({ token }) => <span className="mono">{token ?? '–'}</span>,
      minor: true,
    },
    {
      key: 'order',
      label: word('order'),
      width: '92px',
      cell: ({ orderCode }) => <span className="mono">{orderCode ?? '–'}</span>,
      minor: true,
    },
    { key: 'at', label: word('at'), width: '124px', cell: ({ at }) => dateTime(at) },
    { key: 'by', label: word('by'), width: 'minmax(64px, 0.5fr)', cell: ({ by }) => by, minor: true },
  ];
}

function Tools({ onReconcile }: { readonly onReconcile: () => void }) {
  const { t } = useWords();
  const [{ text, standing }] = usePlace('ledger');
  const files = useFiles();
  const may = useMay('engineer');
  const { busy, error, act } = useAct();
  const [saved, setSaved] = useState<CallReply<'desk.download'>>(null);
  const save = (format: 'csv' | 'xlsx'): void =>
    void act(async () => {
      const what = { format, ...(text === '' ? {} : { text }), ...(standing === null ? {} : { standing }) };
      setSaved(await files.download('ledger.export', what));
    });
  const why = t('ui.desk.needsEngineer');
  return (
    <>
      {error !== null && <Refusal error={error} />}
      {saved !== null && (
        <span role="status" className={css.saved}>
          {t('ui.desk.saved', { name: saved.name, folder: saved.folder })}
        </span>
      )}
      <AltAction letter="C" disabled={!may || busy} why={why} onPress={() => save('csv')}>
        CSV
      </AltAction>
      <AltAction letter="X" disabled={!may || busy} why={why} onPress={() => save('xlsx')}>
        XLSX
      </AltAction>
      <AltAction letter="R" disabled={!may} why={why} onPress={onReconcile}>
        {t('ui.desk.ledger.reconcile')}
      </AltAction>
    </>
  );
}

/** Every license and where it stands. */
export function LedgerPage() {
  const { t } = useWords();
  const [place, move] = usePlace('ledger');
  const { text, standing, open } = place;
  const found = useRows('ledger.search', {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(standing === null ? {} : { standing }),
  });
  const columns = useColumns();
  const [balancing, setBalancing] = useState(false);
  const filtered = text.trim() !== '' || standing !== null;
  return (
    <>
      <Toolbar actions={<Tools onReconcile={() => setBalancing(true)} />}>
        <PageSearch
          label={t('ui.desk.ledger.search')}
          value={text}
          onChange={(typed) => move({ text: typed })}
        />
        <Pick
          label={t('ui.desk.ledger.columns.standing')}
          className={css.standing}
          value={standing ?? ANY}
          choices={[
            { value: ANY, label: t('ui.desk.ledger.anyStanding') },
            ...STANDINGS.map((value) => ({ value, label: t(`ui.desk.standings.${value}`) })),
          ]}
          onPick={(value) => move({ standing: value === ANY ? null : (value as Standing) })}
        />
      </Toolbar>
      {balancing && <Balance onClose={() => setBalancing(false)} />}
      <div className={split.split}>
        {found.data === null ? (
          <Waiting error={found.error} again={found.again} />
        ) : found.data.length === 0 ? (
          <Nothing
            title={t(filtered ? 'ui.desk.ledger.noMatch' : 'ui.desk.ledger.none')}
            more={t(filtered ? 'ui.desk.ledger.noMatchMore' : 'ui.desk.ledger.noneMore')}
          />
        ) : (
          <DataTable
            label={t('ui.desk.sections.ledger')}
            columns={columns}
            rows={found.data}
            keyOf={({ uuid }) => uuid}
            openKey={open}
            onOpen={({ uuid }) => move({ open: uuid })}
            narrow={open !== null}
            more={found.more}
            foot={t(found.more === null ? 'ui.desk.ledger.count' : 'ui.desk.ledger.countSoFar', {
              count: found.data.length,
            })}
          />
        )}
        {open !== null && <LicenseDrawer key={open} uuid={open} onClose={() => move({ open: null })} />}
      </div>
    </>
  );
}
