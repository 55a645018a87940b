import { Fragment } from 'react';

import { Dialog } from '../components/Dialog.js';
import { KeyCap } from '../components/KeyCap.js';
import { useWords } from '../components/use-words.js';
import { FactList } from '../components/FactList.js';
import { useApp } from './app-store.js';
import css from './KeysDialog.module.css';
import { keysOf, type KeyHelp } from './key-help.js';

function KeyTable({ keys }: { readonly keys: readonly KeyHelp[] }) {
  const { t } = useWords();
  return (
    <dl className={css.keys}>
      {keys.map(({ key, words }) => (
        <Fragment key={key}>
          <dt>
            <KeyCap>{key}</KeyCap>
            <span className="unseen">{key}</span>
          </dt>
          <dd>{t(words)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** The keys of the view in front and those that work everywhere, and what program this is. */
export function KeysDialog() {
  const { t } = useWords();
  const close = useApp((state) => state.closePanel);
  const view = useApp((state) => state.view);
  const info = useApp((state) => state.info);
  return (
    <Dialog title={t('ui.keys.title')} onClose={close} width={520}>
      <h3 className={css.heading}>{t(`ui.${view}.title`)}</h3>
      <KeyTable keys={keysOf(view)} />
      <h3 className={css.heading}>{t('ui.keys.everywhere')}</h3>
      <KeyTable keys={keysOf(null)} />
      <p className={css.note}>{t('ui.keys.space')}</p>
      <p className={css.note}>{t('ui.keys.scanner')}</p>
      {info !== null && (
        <>
          <h3 className={css.heading}>{t('ui.keys.about')}</h3>
          <FactList
            facts={[
              {
                name: t('ui.keys.version'),
                value: `Kiln ${info.version}${info.testPackage ? `, ${t('ui.app.testPackage')}` : ''}`,
              },
              {
                name: t('ui.keys.runtime'),
                value: `Electron ${info.electron}, ${info.platform}${info.fallbackRuntime ? `, ${t('ui.keys.fallback')}` : ''}`,
              },
              {
                name: t('ui.keys.dataFolder'),
                value: <span className="mono selectable">{info.dataFolder}</span>,
              },
            ]}
          />
        </>
      )}
    </Dialog>
  );
}
