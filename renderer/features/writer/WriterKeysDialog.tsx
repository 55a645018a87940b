import { Fragment, useContext } from 'react';
import { useStore } from 'zustand';

import { Dialog } from '../../components/Dialog.js';
import { KeyCap } from '../../components/KeyCap.js';
import { useWords, type WordKey } from '../../components/use-words.js';
import { StationContext } from '../station/station-context.js';
import css from './WriterKeysDialog.module.css';

const KEYS: readonly (readonly [string, WordKey])[] = [
  ['F5', 'ui.writer.program'],
  ['Alt E', 'ui.writer.erase'],
  ['Alt R', 'ui.writer.read'],
  ['Alt V', 'ui.writer.verifyAction'],
  ['Alt D', 'ui.writer.detect'],
  ['Esc', 'ui.writer.stop'],
  ['Ctrl O', 'ui.writer.browse'],
  ['Ctrl S', 'ui.writer.log.save'],
  ['Ctrl L', 'ui.writer.log.title'],
  ['F1', 'ui.writer.why'],
  ['Ctrl /', 'ui.keys.list'],
];

/** The keys of this view; opened by the button in the top bar, whose state is the page's. */
export function WriterKeysDialog() {
  const { t } = useWords();
  const station = useContext(StationContext);
  if (station === null) throw new Error('StationContext is missing above this component');
  const open = useStore(station, (state) => state.panel === 'keys');
  const close = useStore(station, (state) => state.closePanel);
  if (!open) return null;
  return (
    <Dialog title={t('ui.keys.title')} onClose={close} width={440}>
      <dl className={css.keys}>
        {KEYS.map(([key, word]) => (
          <Fragment key={key}>
            <dt>
              <KeyCap>{key}</KeyCap>
              <span className="unseen">{key}</span>
            </dt>
            <dd>{t(word)}</dd>
          </Fragment>
        ))}
      </dl>
      <p className={css.note}>{t('ui.keys.space')}</p>
    </Dialog>
  );
}
