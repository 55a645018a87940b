import { Fragment } from 'react';

import { useApp } from '../../app/app-store.js';
import { Dialog } from '../../components/Dialog.js';
import { KeyCap } from '../../components/KeyCap.js';
import { FactList } from './Facts.js';
import css from './KeysDialog.module.css';
import { useStation } from './station-context.js';
import { useWords } from '../../components/use-words.js';

const KEYS = [
  ['F5', 'runAll'],
  ['F6', 'runAgain'],
  ['Esc', 'stop'],
  ['1 … 9', 'focusSlot'],
  ['F1', 'why'],
  ['Ctrl L', 'log'],
  ['Ctrl T', 'token'],
  ['Ctrl 1', 'station'],
  ['Ctrl /', 'list'],
] as const;

/** All keys, and what program this is. */
export function KeysDialog() {
  const { t } = useWords();
  const close = useStation((state) => state.closePanel);
  const info = useApp((state) => state.info);
  return (
    <Dialog title={t('ui.keys.title')} onClose={close} width={520}>
      <dl className={css.keys}>
        {KEYS.map(([key, words]) => (
          <Fragment key={key}>
            <dt>
              <KeyCap>{key}</KeyCap>
              <span className="unseen">{key}</span>
            </dt>
            <dd>{t(`ui.keys.${words}`)}</dd>
          </Fragment>
        ))}
      </dl>
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
