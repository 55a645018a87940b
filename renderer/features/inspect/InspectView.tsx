import { useEffect } from 'react';

import { ActionButton } from '../../components/ActionButton.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
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
    <div className={css.nothing}>
      <StatusGlyph kind="ready" className={css.glyph} />
      <h2>{t('ui.inspect.view.emptyTitle')}</h2>
      <p>{t('ui.inspect.view.emptyMore')}</p>
      <ActionButton look="ember" large keyName="F5" disabled={port === null} onClick={() => void read()}>
        {t('ui.inspect.view.read')}
      </ActionButton>
    </div>
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
    <div className={css.nothing} role="alert" data-testid="inspect-failed">
      <StatusGlyph kind="fail" className={css.glyph} />
      <h2>{t(failed.doing === 'read' ? 'ui.inspect.view.failedTitle' : 'ui.inspect.view.repairFailed')}</h2>
      <p className={css.strong}>{title}</p>
      <p>
        {cause} {remedy}
      </p>
      <p className={css.code}>{failed.error.code}</p>
      <ActionButton look="ember" large keyName="F5" onClick={() => void read()}>
        {t('ui.inspect.view.again')}
      </ActionButton>
    </div>
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
    <div className={css.nothing} role="status" data-testid="inspect-done">
      <StatusGlyph kind="pass" className={css.glyph} />
      <h2>{said}</h2>
      {backup !== null && <p className="selectable">{t('ui.inspect.outcome.backup', { path: backup })}</p>}
      <ActionButton look="ember" large keyName="F5" onClick={() => void read()}>
        {t('ui.inspect.view.again')}
      </ActionButton>
    </div>
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
