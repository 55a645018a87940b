import { useState } from 'react';

import type { ChosenFile } from '../../../../shared/contract/desk.js';
import type { LicenseImport } from '../../../../shared/contract/pms/pool.js';
import { dateTime, grouped } from '../../../components/format.js';
import { Nothing } from '../../../components/Nothing.js';
import { useWords } from '../../../components/use-words.js';
import { useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { PageSearch } from '../kit/PageSearch.js';
import { Refusal, Waiting } from '../kit/Say.js';
import { Toolbar } from '../kit/Toolbar.js';
import { mentions } from '../places.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';
import { useRows } from '../use-read.js';
import { ExportDialog } from './ExportDialog.js';
import { GenerateDialog } from './GenerateDialog.js';
import { ImportPanel } from './ImportPanel.js';
import css from './LicensesPage.module.css';
import { StockCards } from './StockCards.js';

function useColumns(): Column<LicenseImport>[] {
  const { t } = useWords();
  const word = (key: 'name' | 'count' | 'kind' | 'by' | 'at') => t(`ui.desk.licenses.columns.${key}`);
  return [
    { key: 'at', label: word('at'), width: '124px', cell: ({ at }) => dateTime(at) },
    {
      key: 'name',
      label: word('name'),
      width: 'minmax(160px, 1.4fr)',
      cell: ({ name }) => (name === 'generated' ? t('ui.desk.licenses.generated') : name),
    },
    {
      key: 'count',
      label: word('count'),
      width: '96px',
      number: true,
      cell: ({ count }) => grouped(count),
    },
    {
      key: 'kind',
      label: word('kind'),
      width: 'minmax(160px, 1fr)',
      cell: ({ licenseKind, development }) =>
        `${t(`ui.desk.kinds.${licenseKind}`)}${development ? ` · ${t('ui.desk.development')}` : ''}`,
    },
    { key: 'by', label: word('by'), width: 'minmax(120px, 0.8fr)', cell: ({ by }) => by },
  ];
}

/** The pool: what is in stock, how it came in, and lists that come in now. */
export function LicensesPage() {
  const { t } = useWords();
  const [place, move] = usePlace('licenses');
  const imports = useRows('pool.imports', {});
  const columns = useColumns();
  const files = useFiles();
  const may = useMay('engineer');
  const mayExport = useMay('admin');
  const { error, act } = useAct();
  const [list, setList] = useState<ChosenFile | null>(null);
  const [asking, setAsking] = useState<'generate' | 'export' | null>(null);
  const take = (get: () => Promise<ChosenFile | null>): void =>
    void act(async () => {
      const chosen = await get();
      if (chosen !== null) setList(chosen);
    });
  const rows = (imports.data ?? []).filter(({ name, by }) => mentions(place.text, name, by));
  const none = imports.data?.length === 0;
  return (
    <div
      className={css.page}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer.files[0];
        if (may && file !== undefined) take(() => files.take(file));
      }}
    >
      <Toolbar
        actions={
          <>
            <AltAction
              letter="X"
              disabled={!mayExport}
              why={t('ui.desk.needsAdmin')}
              onPress={() => setAsking('export')}
            >
              {t('ui.desk.licenses.export')}
            </AltAction>
            <AltAction
              letter="G"
              disabled={!may}
              why={t('ui.desk.needsEngineer')}
              onPress={() => setAsking('generate')}
            >
              {t('ui.desk.licenses.generate')}
            </AltAction>
            <AltAction
              letter="I"
              look={list === null ? 'ember' : 'plain'}
              disabled={!may}
              why={t('ui.desk.needsEngineer')}
              onPress={() => take(() => files.choose('list'))}
            >
              {t('ui.desk.licenses.import')}
            </AltAction>
          </>
        }
      >
        <PageSearch
          label={t('ui.desk.licenses.search')}
          value={place.text}
          onChange={(text) => move({ text })}
        />
      </Toolbar>
      <StockCards />
      {error !== null && (
        <div className={css.refusal}>
          <Refusal error={error} />
        </div>
      )}
      {list !== null && <ImportPanel key={list.id} file={list} onClose={() => setList(null)} />}
      {imports.data === null ? (
        <Waiting error={imports.error} again={imports.again} />
      ) : rows.length === 0 ? (
        <Nothing
          title={t(none ? 'ui.desk.licenses.none' : 'ui.desk.noMatch')}
          {...(none ? { more: t('ui.desk.licenses.noneMore') } : {})}
        />
      ) : (
        <DataTable
          label={t('ui.desk.licenses.imports')}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          more={imports.more}
          foot={t('ui.desk.licenses.importCount', { count: rows.length })}
        />
      )}
      {asking === 'generate' && <GenerateDialog onClose={() => setAsking(null)} />}
      {asking === 'export' && <ExportDialog onClose={() => setAsking(null)} />}
    </div>
  );
}
