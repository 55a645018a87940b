import type { ReactNode } from 'react';

import type { InspectReport, RepairPlan } from '../../../shared/contract/inspect.js';
import { maskToken } from '../../../shared/domain/token.js';
import { useApp } from '../../app/app-store.js';
import { ActionButton } from '../../components/ActionButton.js';
import { Icon } from '../../components/icons.js';
import { useWords } from '../../components/use-words.js';
import { useStation } from '../station/station-context.js';
import { nextRepair } from './findings.js';
import { useInspect } from './inspect-store.js';
import css from './Repairs.module.css';

type Fate = 'kept' | 'lost' | 'none';

function FateOfLicense({ fate }: { readonly fate: Fate }) {
  const { t } = useWords();
  const words = { kept: 'licenseKept', lost: 'licenseLost', none: 'licenseNone' } as const;
  return (
    <span className={css.fate} data-fate={fate}>
      <Icon name={fate === 'lost' ? 'keyStruck' : 'key'} />
      {t(`ui.inspect.view.${words[fate]}`)}
    </span>
  );
}

function Repair({
  button,
  what,
  more,
  fate,
}: {
  readonly button: ReactNode;
  readonly what: string;
  readonly more: string;
  readonly fate: Fate | null;
}) {
  return (
    <li className={css.repair}>
      {button}
      <div className={css.words}>
        <p>{what}</p>
        <p className={css.more}>{more}</p>
      </div>
      {fate !== null && <FateOfLicense fate={fate} />}
    </li>
  );
}

const fateOf = ({ license }: RepairPlan): Fate => (license === 'rewritten' ? 'kept' : license);

/** One line of what a plan does to this board. */
function usePlanLine(): (plan: RepairPlan) => string {
  const { t } = useWords();
  return ({ reason, way, pairing }) => {
    if (reason !== null) return t(`ui.inspect.reasons.${reason}`);
    const parts = [
      way === null ? t('ui.inspect.view.wipeLess') : t(`ui.inspect.ways.${way}`),
      ...(pairing === 'none' || pairing === 'kept' ? [] : [t(`ui.inspect.plan.pairing.${pairing}`)]),
    ];
    return parts.join(' · ');
  };
}

/** What can be done about the board: a button each, one line of what it does, and whether the license survives. */
export function Repairs({ report }: { readonly report: InspectReport }) {
  const { t } = useWords();
  const planLine = usePlanLine();
  const go = useApp((state) => state.go);
  const token = useStation((state) => state.sync.snapshot?.token ?? null);
  const { ask, backup, authorize } = useInspect((state) => state);
  const next = nextRepair(report);
  const plan = (repair: RepairPlan['repair']) => report.repairs.find((known) => known.repair === repair);
  const [unlock, wipe] = [plan('unlock'), plan('wipe')];
  const open = unlock?.way === 'open';
  const holds: Fate = report.authorized ? 'kept' : 'none';
  return (
    <section className={css.repairs}>
      <h3 className={css.title}>{t('ui.inspect.view.repairs')}</h3>
      <ul>
        {unlock !== undefined && (
          <Repair
            button={
              <ActionButton
                large
                look={next === 'unlock' ? 'ember' : 'plain'}
                keyName="Alt U"
                disabled={!unlock.possible || open}
                onClick={() => ask('unlock')}
              >
                {t('ui.inspect.repairs.unlock')}
              </ActionButton>
            }
            what={t(open ? 'ui.inspect.view.openAlready' : 'ui.inspect.view.unlockMore')}
            more={planLine(unlock)}
            fate={fateOf(unlock)}
          />
        )}
        <Repair
          button={
            <ActionButton
              large
              look={next === 'authorize' ? 'ember' : 'plain'}
              keyName="Alt A"
              disabled={token === null || report.productionTestClosed === true}
              onClick={() => void authorize()}
            >
              {t('ui.inspect.view.authorize')}
            </ActionButton>
          }
          what={t('ui.inspect.view.authorizeMore')}
          more={
            token === null
              ? t('ui.inspect.view.authorizeNeedsToken')
              : t('ui.inspect.view.authorizeWith', { token: maskToken(token.token), free: token.free })
          }
          fate={null}
        />
        <Repair
          button={
            <ActionButton large keyName="Alt N" onClick={() => go('writer')}>
              {t('ui.inspect.view.firmwareRepair')}
            </ActionButton>
          }
          what={t('ui.inspect.view.firmwareMore')}
          more={t('ui.inspect.view.firmwareLess')}
          fate={holds}
        />
        <Repair
          button={
            <ActionButton large keyName="Alt B" onClick={() => void backup()}>
              {t('ui.inspect.view.backup')}
            </ActionButton>
          }
          what={t('ui.inspect.view.backupMore')}
          more={t('ui.inspect.view.backupLess')}
          fate={holds}
        />
        {wipe !== undefined && (
          <Repair
            button={
              <ActionButton large keyName="Alt W" disabled={!wipe.possible} onClick={() => ask('wipe')}>
                {t('ui.inspect.repairs.wipe')}
              </ActionButton>
            }
            what={t('ui.inspect.view.wipeMore')}
            more={planLine(wipe)}
            fate={fateOf(wipe)}
          />
        )}
      </ul>
    </section>
  );
}
