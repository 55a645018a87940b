import { Fragment } from 'react';

import type { FlashRange, RepairPlan } from '../../../shared/contract/inspect.js';
import { ActionButton } from '../../components/ActionButton.js';
import { Dialog } from '../../components/Dialog.js';
import { address } from '../../components/format.js';
import { HoldButton } from '../../components/HoldButton.js';
import { useWords } from '../../components/use-words.js';
import css from './ConfirmDialog.module.css';
import { useInspect } from './inspect-store.js';

/** What will happen to this very board, asked once. A wipe is held. */
export function ConfirmDialog({ plan }: { readonly plan: RepairPlan }) {
  const { t } = useWords();
  const dismiss = useInspect((state) => state.dismiss);
  const repair = useInspect((state) => state.repair);
  const ranges = (list: readonly FlashRange[]): string =>
    list
      .map(({ start, end }) =>
        t('ui.inspect.view.bytes', { start: address(start), kb: (end - start) / 1024 }),
      )
      .join(', ');
  const rows: (readonly [string, string])[] = [
    ...(plan.erase.length === 0 ? [] : [[t('ui.inspect.view.erases'), ranges(plan.erase)] as const]),
    ...(plan.write.length === 0 ? [] : [[t('ui.inspect.view.writes'), ranges(plan.write)] as const]),
    [t('ui.inspect.view.license'), t(`ui.inspect.plan.license.${plan.license}`)],
    [t('ui.inspect.view.afterwards'), t(`ui.inspect.plan.pairing.${plan.pairing}`)],
    ...(plan.carried.length === 0
      ? []
      : [
          [
            t('ui.inspect.view.carried'),
            plan.carried.map((item) => t(`ui.inspect.plan.carriedItems.${item}`)).join(', '),
          ] as const,
        ]),
    ...(plan.lost.length === 0 ? [] : [[t('ui.inspect.view.gone'), plan.lost.join(', ')] as const]),
  ];
  const name = t(`ui.inspect.repairs.${plan.repair}`);
  return (
    <Dialog title={t('ui.inspect.view.confirmTitle', { repair: name })} onClose={dismiss} width={600}>
      {plan.way !== null && <p className={css.way}>{t(`ui.inspect.ways.${plan.way}`)}</p>}
      <dl className={css.rows}>
        {rows.map(([what, value]) => (
          <Fragment key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {plan.erase.length > 0 && <p className={css.note}>{t('ui.inspect.view.savedFirst')}</p>}
      {plan.productionTest && <p className={css.note}>{t('ui.inspect.view.needsReset')}</p>}
      {plan.evidence === 'inferred' && <p className={css.note}>{t('ui.inspect.view.inferred')}</p>}
      <p className={css.act}>
        {plan.repair === 'wipe' ? (
          <HoldButton large onHeld={() => void repair()}>
            {t('ui.inspect.view.confirmHold')}
          </HoldButton>
        ) : (
          <ActionButton look="ember" large onClick={() => void repair()}>
            {t('ui.inspect.view.confirm')}
          </ActionButton>
        )}
      </p>
    </Dialog>
  );
}
