import { useState } from 'react';

import type { LedgerEvent, LedgerRow, Standing } from '../../../../shared/contract/pms/ledger.js';
import { formatMac } from '../../../../shared/domain/mac.js';
import { dateTime, portName } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import { FactList } from '../../../components/FactList.js';
import { useMay } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { Drawer, Heading } from '../../../components/Drawer.js';
import { Caution, Waiting } from '../kit/Say.js';
import { useRead } from '../use-read.js';
import { HandDialog } from './HandDialog.js';
import css from './LicenseDrawer.module.css';

const STEPS = [
  'import',
  'reserve',
  'expose',
  'write',
  'validate',
  'abandon',
  'lease-ended',
  'order',
  'deliver',
  'quarantine',
  'release',
] as const;
type Step = (typeof STEPS)[number];
const isStep = (step: string): step is Step => STEPS.some((known) => known === step);
/** Standings from which the desk may take a license back, or keep it back: what the rules let through. */
const RELEASE: ReadonlySet<Standing> = new Set(['held', 'reserved']);
const KEEP: ReadonlySet<Standing> = new Set(['stock', 'free', 'reserved']);

/** One line of a license's life: what, when, who, on which board, in which run. */
function Event({ event }: { readonly event: LedgerEvent }) {
  const { t } = useWords();
  const { step, at, by, mac, runId, port, reason } = event;
  const where = [
    mac === null ? null : formatMac(mac),
    port === null ? null : portName(port),
    runId === null ? null : t('ui.desk.ledger.run', { run: runId.slice(0, 8) }),
  ].filter((part) => part !== null);
  return (
    <li className={css.event}>
      <span className={css.at}>{dateTime(at)}</span>
      <span className={css.what}>
        <strong>{isStep(step) ? t(`ui.desk.steps.${step}`) : step}</strong>{' '}
        <span className={css.dim}>{t('ui.desk.ledger.by', { by })}</span>
        {where.length > 0 && <span className={css.where}>{where.join('  ')}</span>}
        {reason !== null && <span className={css.reason}>{reason}</span>}
      </span>
    </li>
  );
}

function useFacts(license: LedgerRow) {
  const { t } = useWords();
  const mono = (text: string | null) => (text === null ? '–' : <span className="mono">{text}</span>);
  return [
    { name: t('ui.desk.ledger.columns.standing'), value: t(`ui.desk.standings.${license.standing}`) },
    { name: 'AUTHKEY', value: mono(license.authkey) },
    { name: t('ui.desk.licenseKind'), value: t(`ui.desk.kinds.${license.licenseKind}`) },
    {
      name: t('ui.desk.ledger.columns.mac'),
      value: mono(license.mac === null ? null : formatMac(license.mac)),
    },
    { name: t('ui.desk.ledger.columns.sn'), value: license.sn ?? '–' },
    { name: t('ui.desk.ledger.columns.token'), value: mono(license.token) },
    { name: t('ui.desk.ledger.columns.order'), value: mono(license.orderCode) },
  ];
}

function Story({
  license,
  events,
}: {
  readonly license: LedgerRow;
  readonly events: readonly LedgerEvent[];
}) {
  const { t } = useWords();
  return (
    <>
      <FactList facts={useFacts(license)} />
      {license.exposed && license.standing !== 'validated' && (
        <Caution>{t('ui.desk.ledger.exposed')}</Caution>
      )}
      {license.development && <Caution>{t('ui.desk.developmentMore')}</Caution>}
      <Heading>{t('ui.desk.ledger.history')}</Heading>
      <ol className={css.events}>
        {events.map((event, index) => (
          <Event key={`${event.at} ${index}`} event={event} />
        ))}
      </ol>
    </>
  );
}

/** One license: where it stands, its whole history, and what may be done with it by hand. */
export function LicenseDrawer({ uuid, onClose }: { readonly uuid: string; readonly onClose: () => void }) {
  const { t } = useWords();
  const { data, error, again } = useRead('ledger.history', { uuid });
  const may = useMay('engineer');
  const [asking, setAsking] = useState<'release' | 'quarantine' | null>(null);
  const license = data?.license ?? null;
  const mayRelease = may && license !== null && RELEASE.has(license.standing) && !license.exposed;
  const mayKeep = may && license !== null && KEEP.has(license.standing);
  return (
    <Drawer
      label={t('ui.desk.ledger.story')}
      title={<span className="mono">{uuid}</span>}
      onClose={onClose}
      actions={
        <>
          <AltAction
            letter="L"
            disabled={!mayRelease}
            why={t('ui.desk.ledger.cannotRelease')}
            onPress={() => setAsking('release')}
          >
            {t('ui.desk.ledger.release')}
          </AltAction>
          <AltAction
            letter="Q"
            disabled={!mayKeep}
            why={t('ui.desk.ledger.cannotKeep')}
            onPress={() => setAsking('quarantine')}
          >
            {t('ui.desk.ledger.quarantine')}
          </AltAction>
        </>
      }
    >
      {data === null ? (
        <Waiting error={error} again={again} />
      ) : (
        <Story license={data.license} events={data.events} />
      )}
      {asking !== null && <HandDialog uuid={uuid} what={asking} onClose={() => setAsking(null)} />}
    </Drawer>
  );
}
