import { useState } from 'react';

import { ActionButton } from '../../components/ActionButton.js';
import { copyText } from '../../components/copy-text.js';
import { clockTime, portName } from '../../components/format.js';
import { Pick } from '../../components/Pick.js';
import { useWords } from '../../components/use-words.js';
import css from './ConnectBar.module.css';
import { useInspect } from './inspect-store.js';

/** Which board, and reading it. */
export function ConnectBar() {
  const { t } = useWords();
  const { ports, port, work, report, readAt, choose, read, stop, toggleLog, logOpen } = useInspect(
    (state) => state,
  );
  const [copied, setCopied] = useState(false);
  const busy = work !== null;
  return (
    <div className={css.bar}>
      <span>{t('ui.inspect.view.port')}</span>
      <Pick
        label={t('ui.inspect.view.port')}
        className={css.port}
        value={port}
        choices={ports.map(({ path, label, socket }) => ({
          value: path,
          label: portName(path),
          note: [label, socket].filter(Boolean).join(', '),
        }))}
        placeholder={t(ports.length === 0 ? 'ui.inspect.view.noPorts' : 'ui.inspect.view.choosePort')}
        disabled={busy || ports.length === 0}
        onPick={choose}
        dropdownWidth={320}
      />
      {busy ? (
        <ActionButton keyName="Esc" onClick={stop}>
          {t('ui.inspect.view.stop')}
        </ActionButton>
      ) : (
        <ActionButton keyName="F5" disabled={port === null} onClick={() => void read()}>
          {t(report === null ? 'ui.inspect.view.read' : 'ui.inspect.view.again')}
        </ActionButton>
      )}
      {readAt !== null && report !== null && !busy && (
        <span className={css.when}>{t('ui.inspect.view.readAt', { time: clockTime(readAt) })}</span>
      )}
      <span className={css.tools}>
        <ActionButton
          look="quiet"
          disabled={report === null}
          onClick={() => void copyText(JSON.stringify(report, null, 2)).then(setCopied)}
        >
          {t(copied ? 'ui.inspect.view.copied' : 'ui.inspect.view.copy')}
        </ActionButton>
        <ActionButton look="quiet" keyName="Ctrl L" aria-pressed={logOpen} onClick={toggleLog}>
          {t('ui.inspect.view.log')}
        </ActionButton>
      </span>
    </div>
  );
}
