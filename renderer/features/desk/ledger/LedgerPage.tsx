import { useState } from 'react';

import type { CallReply } from '../../../../shared/contract/channels.js';
import { STANDINGS, type LedgerRow, type Standing } from '../../../../shared/contract/pms/ledger.js';
import { formatMac } from '../../../../shared/domain/mac.js';
import { dateTime, grouped } from '../../../components/format.js';
import { Nothing } from '../../../components/Nothing.js';
import { Pick } from '../../../components/Pick.js';
import { useWords } from '../../../components/use-words.js';
import { useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { ChoiceBar } from '../kit/ChoiceBar.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { PageSearch } from '../kit/PageSearch.js';
import { Refusal, Waiting } from '../kit/Say.js';
import split from '../kit/Split.module.css';
import { Toolbar } from '../kit/Toolbar.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';
import { useRows } from '../use-read.js';
import { Balance } from './Balance.js';
import { HandManyDialog } from './HandManyDialog.js';
import css from './LedgerPage.module.css';
import { LicenseDrawer } from './LicenseDrawer.js';
import { useAllFound } from './use-all-found.js';

const ANY = 'any';

/** Where a license stands, and for whom; "reserved for a station" is one thing to people. */
function standingText(
  { standing, leasedTo, development }: LedgerRow,
  t: ReturnType<typeof useWords>['t'],
): string {
  const reserved = standing === 'reserved' && leasedTo !== null;
  const parts = [
    reserved ? t('ui.desk.ledger.reservedFor', { station: leasedTo }) : t(`ui.desk.standings.${standing}`),
    !reserved && leasedTo !== null ? t('ui.desk.ledger.leasedTo', { station: leasedTo }) : null,
    development ? t('ui.desk.developmentShort') : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

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
      cell: (row) => standingText(row, t),
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
  const [{ text, standing, chosen }] = usePlace('ledger');
  const files = useFiles();
  const may = useMay('engineer');
  const { busy, error, act } = useAct();
  const [saved, setSaved] = useState<CallReply<'desk.download'>>(null);
  const save = (format: 'csv' | 'xlsx'): void =>
    void act(async () => {
      const what = { format, ...(text === '' ? {} : { text }), ...(standing === null ? {} : { standing }) };
      setSaved(
        chosen.length === 0
          ? await files.download('ledger.export', what)
          : await files.download('ledger.exportChosen', { format, uuids: [...chosen] }),
      );
    });
  const many = { count: chosen.length, n: grouped(chosen.length) };
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
        {chosen.length === 0 ? 'CSV' : t('ui.desk.ledger.csvOf', many)}
      </AltAction>
      <AltAction letter="X" disabled={!may || busy} why={why} onPress={() => save('xlsx')}>
        {chosen.length === 0 ? 'XLSX' : t('ui.desk.ledger.xlsxOf', many)}
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
  const { text, standing, open, chosen } = place;
  const search = {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(standing === null ? {} : { standing }),
  };
  const found = useRows('ledger.search', search);
  const may = useMay('engineer');
  const [asking, setAsking] = useState<'release' | 'quarantine' | null>(null);
  const all = useAllFound();
  const choice = { chosen, onChoose: (keys: readonly string[]) => move({ chosen: keys }) };
  const count = t(found.more === null ? 'ui.desk.ledger.count' : 'ui.desk.ledger.countSoFar', {
    count: found.data?.length ?? 0,
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
      {all.error !== null && <Refusal error={all.error} />}
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
            {...(may ? { choice } : {})}
            keep="ledger"
            foot={
              <ChoiceBar
                choice={choice}
                count={count}
                narrow={open !== null}
                finding={all.finding}
                onAll={
                  found.more === null
                    ? undefined
                    : () => void all.find(search).then((keys) => keys !== null && move({ chosen: keys }))
                }
              >
                <AltAction letter="L" onPress={() => setAsking('release')}>
                  {t('ui.desk.ledger.release')}
                </AltAction>
                <AltAction letter="Q" onPress={() => setAsking('quarantine')}>
                  {t('ui.desk.ledger.quarantine')}
                </AltAction>
              </ChoiceBar>
            }
          />
        )}
        {open !== null && <LicenseDrawer key={open} uuid={open} onClose={() => move({ open: null })} />}
      </div>
      {asking !== null && (
        <HandManyDialog
          uuids={chosen}
          what={asking}
          onClose={(left) => {
            setAsking(null);
            if (left !== null) move({ chosen: left });
          }}
        />
      )}
    </>
  );
}
