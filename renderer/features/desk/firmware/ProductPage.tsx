import { useState } from 'react';

import type { CustomFirmware, FirmwareVersion, Product } from '../../../../shared/contract/pms/products.js';
import { dateTime } from '../../../components/format.js';
import { Nothing } from '../../../components/Nothing.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk, useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { Waiting } from '../kit/Say.js';
import { OrderDialog } from '../orders/OrderDialog.js';
import { useRead } from '../use-read.js';
import { FirmwareDialog } from './FirmwareDialog.js';
import css from './ProductPage.module.css';
import { VersionDialog } from './VersionDialog.js';
import { VersionPanel } from './VersionPanel.js';

interface Line {
  readonly firmware: CustomFirmware;
  /** Null for a firmware that has none yet. */
  readonly version: FirmwareVersion | null;
}
type Asking = 'firmware' | 'version' | 'free' | null;

const keyOf = ({ firmware, version }: Line): string => version?.id ?? firmware.id;
const linesOf = (items: readonly CustomFirmware[]): Line[] =>
  items.flatMap((firmware): Line[] =>
    firmware.versions.length === 0
      ? [{ firmware, version: null }]
      : firmware.versions.map((version) => ({ firmware, version })),
  );

function useColumns(): Column<Line>[] {
  const { t } = useWords();
  const column = (key: string, width: string, cell: Column<Line>['cell'], minor = false): Column<Line> => ({
    key,
    label: t(`ui.desk.firmware.columns.${key}` as 'ui.desk.firmware.columns.chip'),
    width,
    cell,
    minor,
  });
  return [
    column('identifier', 'minmax(140px, 1.2fr)', ({ firmware }) => (
      <span className="mono">{firmware.identifier}</span>
    )),
    column('version', '84px', ({ version }) => version?.version ?? '–'),
    column('chip', '84px', ({ firmware }) => firmware.chip),
    column('flash', '116px', ({ firmware }) =>
      t('ui.desk.firmware.mbit', { mbit: firmware.flashMbit, mb: firmware.flashMbit / 8 }),
    ),
    column('files', '104px', ({ version }) => version?.files.map(({ kind }) => kind).join(' ') || '–'),
    column('scope', 'minmax(120px, 1fr)', ({ version }) =>
      version?.enabled === true && version.scope !== null
        ? t(`ui.desk.firmware.scopes.${version.scope}`)
        : t('ui.desk.firmware.notEnabled'),
    ),
    column('created', '124px', ({ version, firmware }) => dateTime((version ?? firmware).createdAt)),
  ];
}

interface HeadProps {
  readonly product: Product;
  readonly line: Line | undefined;
  readonly ordering: boolean;
  readonly ask: (what: Asking) => void;
}

function Head({ product, line, ordering, ask }: HeadProps) {
  const { t } = useWords();
  const may = useMay('engineer');
  return (
    <header className={css.head}>
      <div className={css.who}>
        <h2 className={css.name}>{product.name}</h2>
        <p className={css.more}>
          {product.category} · PID <span className="mono selectable">{product.id}</span> ·{' '}
          {t(`ui.desk.firmware.modes.${product.mode}`)}
        </p>
      </div>
      <div className={css.actions}>
        <AltAction
          letter="F"
          look={ordering && !product.freeTaken ? 'ember' : 'plain'}
          disabled={product.freeTaken || !may}
          why={t(product.freeTaken ? 'ui.desk.orders.freeTaken' : 'ui.desk.needsEngineer')}
          onPress={() => ask('free')}
        >
          {t('ui.desk.orders.free')}
        </AltAction>
        {line !== undefined && (
          <AltAction letter="V" disabled={!may} onPress={() => ask('version')}>
            {t('ui.desk.firmware.newVersion')}
          </AltAction>
        )}
        <AltAction
          letter="A"
          look={line === undefined ? 'ember' : 'plain'}
          disabled={!may}
          why={t('ui.desk.needsEngineer')}
          onPress={() => ask('firmware')}
        >
          {t('ui.desk.firmware.add')}
        </AltAction>
      </div>
    </header>
  );
}

/** One product: its custom firmware, and the files of the chosen version. */
export function ProductPage({ product }: { readonly product: Product }) {
  const { t } = useWords();
  const [place, move] = usePlace('firmware');
  const openSection = useDesk((state) => state.open);
  const moveOrders = useDesk((state) => state.move);
  const { data, error, again } = useRead('firmware.list', { productId: product.id });
  const [asking, setAsking] = useState<Asking>(null);
  const columns = useColumns();
  if (data === null) return <Waiting error={error} again={again} />;
  const lines = linesOf(data.items);
  const line = lines.find((one) => keyOf(one) === place.version) ?? lines[0];
  const enabled = lines.some(({ version }) => version?.enabled === true);
  const done = (version: string | null): void => {
    setAsking(null);
    if (version !== null) move({ version });
  };
  return (
    <div className={css.page}>
      <Head
        product={product}
        line={line}
        ordering={enabled && line?.version?.enabled === true}
        ask={setAsking}
      />
      {line === undefined ? (
        <Nothing title={t('ui.desk.firmware.none')} more={t('ui.desk.firmware.noneMore')} />
      ) : (
        <>
          <DataTable
            label={t('ui.desk.firmware.list')}
            columns={columns}
            rows={lines}
            keyOf={keyOf}
            openKey={keyOf(line)}
            onOpen={(one) => move({ version: keyOf(one) })}
          />
          {line.version !== null && (
            <VersionPanel key={line.version.id} firmware={line.firmware} version={line.version} />
          )}
        </>
      )}
      {asking === 'firmware' && (
        <FirmwareDialog product={product} onClose={() => done(null)} onMade={(_made, id) => done(id)} />
      )}
      {asking === 'version' && line !== undefined && (
        <VersionDialog firmware={line.firmware} onClose={() => done(null)} onMade={done} />
      )}
      {asking === 'free' && (
        <OrderDialog
          productId={product.id}
          free
          onClose={() => done(null)}
          onOrdered={({ code }) => {
            done(null);
            moveOrders('orders', { open: code });
            openSection('orders');
          }}
        />
      )}
    </div>
  );
}
