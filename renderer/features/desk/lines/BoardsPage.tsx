import { useState } from 'react';

import type { SandwichBoard } from '../../../../shared/contract/pms/boards.js';
import { dateTime, grouped } from '../../../components/format.js';
import { Nothing } from '../../../components/Nothing.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk, useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { PageSearch } from '../kit/PageSearch.js';
import { Waiting } from '../kit/Say.js';
import split from '../kit/Split.module.css';
import { Toolbar } from '../kit/Toolbar.js';
import { mentions } from '../places.js';
import { useRead } from '../use-read.js';
import { BindDialog } from './BindDialog.js';
import { CodeDialog } from './CodeDialog.js';
import { RegisterBoardDialog } from './RegisterBoardDialog.js';

function useColumns(): Column<SandwichBoard>[] {
  const { t } = useWords();
  const word = (key: 'id' | 'bound' | 'boundAt' | 'codes' | 'at') => t(`ui.desk.boards.columns.${key}`);
  return [
    {
      key: 'id',
      label: word('id'),
      width: 'minmax(140px, 1fr)',
      cell: ({ id }) => <span className="mono">{id}</span>,
    },
    {
      key: 'bound',
      label: word('bound'),
      width: 'minmax(140px, 1fr)',
      cell: ({ boundTo }) => boundTo ?? t('ui.desk.boards.unbound'),
    },
    {
      key: 'boundAt',
      label: word('boundAt'),
      width: '132px',
      cell: ({ boundAt }) => (boundAt === null ? '–' : dateTime(boundAt)),
    },
    { key: 'codes', label: word('codes'), width: '132px', number: true, cell: ({ codes }) => grouped(codes) },
    { key: 'at', label: word('at'), width: '132px', cell: ({ createdAt }) => dateTime(createdAt) },
  ];
}

/** IoT Lab > Evaluation Kit: Sandwich boards of this account, and their authorization codes. */
export function BoardsPage() {
  const { t } = useWords();
  const [place, move] = usePlace('boards');
  const { data, error, again } = useRead('board.list', {});
  const email = useDesk(({ who }) => who?.me?.account.email ?? '');
  const may = useMay('engineer');
  const columns = useColumns();
  const [asking, setAsking] = useState<'bind' | 'register' | 'code' | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const boards = data?.items ?? [];
  const rows = boards.filter(({ id, boundTo }) => mentions(place.text, id, boundTo));
  const mine = boards.filter(({ boundTo }) => boundTo === email);
  const board = rows.find(({ id }) => id === chosen) ?? mine[0] ?? rows[0];
  const close = (): void => setAsking(null);
  return (
    <>
      <Toolbar
        actions={
          <>
            <AltAction
              letter="R"
              look="quiet"
              disabled={!may}
              why={t('ui.desk.needsEngineer')}
              onPress={() => setAsking('register')}
            >
              {t('ui.desk.boards.register')}
            </AltAction>
            <AltAction
              letter="A"
              look={mine.length === 0 ? 'ember' : 'plain'}
              onPress={() => setAsking('bind')}
            >
              {t('ui.desk.boards.bind')}
            </AltAction>
            <AltAction
              letter="N"
              look={mine.length > 0 ? 'ember' : 'plain'}
              disabled={board === undefined}
              why={t('ui.desk.boards.noneMore')}
              onPress={() => setAsking('code')}
            >
              {t('ui.desk.boards.request')}
            </AltAction>
          </>
        }
      >
        <PageSearch
          label={t('ui.desk.boards.search')}
          value={place.text}
          onChange={(text) => move({ text })}
        />
      </Toolbar>
      <div className={split.split}>
        {data === null ? (
          <Waiting error={error} again={again} />
        ) : rows.length === 0 ? (
          boards.length === 0 ? (
            <Nothing title={t('ui.desk.boards.none')} more={t('ui.desk.boards.noneMore')} />
          ) : (
            <Nothing title={t('ui.desk.noMatch')} />
          )
        ) : (
          <DataTable
            label={t('ui.desk.sections.boards')}
            columns={columns}
            rows={rows}
            keyOf={({ id }) => id}
            openKey={board?.id ?? null}
            onOpen={({ id }) => setChosen(id)}
            foot={t('ui.desk.boards.count', { count: rows.length })}
          />
        )}
      </div>
      {asking === 'bind' && <BindDialog onClose={close} />}
      {asking === 'register' && <RegisterBoardDialog onClose={close} />}
      {asking === 'code' && board !== undefined && <CodeDialog board={board} onClose={close} />}
    </>
  );
}
