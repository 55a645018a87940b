import { useEffect } from 'react';

import { ActionButton } from '../../components/ActionButton.js';
import { Nothing } from '../../components/Nothing.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { ConfirmDialog } from './ConfirmDialog.js';
import { ConnectBar } from './ConnectBar.js';
import { InspectLog } from './InspectLog.js';
import css from './InspectView.module.css';
import { useInspect } from './inspect-store.js';
import { ReportCard } from './ReportCard.js';
import { useInspectKeys } from './use-inspect-keys.js';
import { WorkBand } from './WorkBand.js';

function Empty() {
  const { t } = useWords();
  const port = useInspect((state) => state.port);
  const read = useInspect((state) => state.read);
  return (
    <Nothing title={t('ui.inspect.view.emptyTitle')} glyph="ready" more={t('ui.inspect.view.emptyMore')}>
      <ActionButton look="ember" large keyName="F5" disabled={port === null} onClick={() => void read()}>
        {t('ui.inspect.view.read')}
      </ActionButton>
    </Nothing>
  );
}

function Failed() {
  const { t } = useWords();
  const failed = useInspect((state) => state.failed);
  const read = useInspect((state) => state.read);
  const errorWords = useErrorWords();
  if (failed === null) return null;
  const { title, cause, remedy } = errorWords(failed.error);
  return (
    <Nothing
      title={t(failed.doing === 'read' ? 'ui.inspect.view.failedTitle' : 'ui.inspect.view.repairFailed')}
      glyph="fail"
      role="alert"
      testId="inspect-failed"
    >
      <p className={css.strong}>{title}</p>
      <p>
        {cause} {remedy}
      </p>
      <p className={css.code}>{failed.error.code}</p>
      <ActionButton look="ember" large keyName="F5" onClick={() => void read()}>
        {t('ui.inspect.view.again')}
      </ActionButton>
    </Nothing>
  );
}

function useResultWords(): string | null {
  const { t } = useWords();
  const result = useInspect((state) => state.result);
  if (result === null) return null;
  if (result.kind === 'backup') return t('ui.inspect.view.resultBackup', { path: result.path });
  if (result.kind === 'authorize') return t('ui.inspect.view.resultAuthorized', { uuid: result.uuid });
  const { repair, way, license } = result.outcome;
  if (repair === 'wipe') return t('ui.inspect.view.resultWiped');
  if (way === 'open') return t('ui.inspect.view.resultOpen');
  return t(license === 'none' ? 'ui.inspect.view.resultUnlockedNone' : 'ui.inspect.view.resultUnlocked');
}

/** What came of a repair, and the way on: the board is another one now, so it is read again. */
function Done() {
  const { t } = useWords();
  const said = useResultWords();
  const result = useInspect((state) => state.result);
  const read = useInspect((state) => state.read);
  const backup = result?.kind === 'repair' ? result.outcome.backup : null;
  return (
    <Nothing title={said} glyph="pass" role="status" testId="inspect-done">
      {backup !== null && <p className="selectable">{t('ui.inspect.outcome.backup', { path: backup })}</p>}
      <ActionButton look="ember" large keyName="F5" onClick={() => void read()}>
        {t('ui.inspect.view.again')}
      </ActionButton>
    </Nothing>
  );
}

/** Inspect: connect, reset, one card. */
export function InspectView() {
  const { t } = useWords();
  const connect = useInspect((state) => state.connect);
  const { work, report, failed, result, asking, logOpen } = useInspect((state) => state);
  const said = useResultWords();
  useEffect(() => connect(), [connect]);
  useInspectKeys();
  return (
    <main className={css.view} aria-label={t('ui.inspect.title')}>
      <ConnectBar />
      <div className={css.body}>
        {work !== null ? (
          <WorkBand work={work} />
        ) : failed !== null ? (
          <Failed />
        ) : report !== null ? (
          <ReportCard report={report} notice={said} />
        ) : result !== null ? (
          <Done />
        ) : (
          <Empty />
        )}
      </div>
      {logOpen && <InspectLog />}
      {asking !== null && <ConfirmDialog plan={asking} />}
    </main>
  );
}
