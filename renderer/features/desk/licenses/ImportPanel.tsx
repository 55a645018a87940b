import { useEffect, useState } from 'react';

import type { ChosenFile } from '../../../../shared/contract/desk.js';
import type { LicenseImport } from '../../../../shared/contract/pms/pool.js';
import { LICENSE_KINDS, type LicenseKind } from '../../../../shared/domain/license.js';
import { ActionButton } from '../../../components/ActionButton.js';
import { grouped, kilobytes } from '../../../components/format.js';
import { Pick } from '../../../components/Pick.js';
import { StatusGlyph } from '../../../components/StatusGlyph.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { Refusal } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';
import { WorkLine } from '../kit/WorkLine.js';
import css from './ImportPanel.module.css';
import { RowReport } from './RowReport.js';

/** How far it is: of a list read here half the way is reading, half bringing it over; of one sent, sending it. */
function Progress({ file }: { readonly file: ChosenFile }) {
  const { t } = useWords();
  const progress = useDesk((state) => state.progress);
  const done = progress?.stream === 'pool.import' ? progress.done : 0;
  const total = progress?.stream === 'pool.import' ? progress.total : file.bytes;
  const percent = total === 0 ? 100 : Math.min(100, Math.round((done / total) * 100));
  return (
    <WorkLine
      label={t('ui.desk.licenses.import')}
      percent={percent}
      words={t(percent < 100 ? 'ui.desk.licenses.reading' : 'ui.desk.licenses.writing', { percent })}
    />
  );
}

function Done({ report }: { readonly report: LicenseImport }) {
  const { t } = useWords();
  return (
    <div className={css.done} role="status">
      <StatusGlyph kind="pass" className={css.large} />
      <p>
        <strong className={css.verdict}>
          {t('ui.desk.licenses.imported', { count: report.count, n: grouped(report.count) })}
        </strong>
        <span className={css.more}>
          {t('ui.desk.licenses.importedMore', {
            name: report.name,
            kind: t(`ui.desk.kinds.${report.licenseKind}`),
          })}
          {report.development && ` ${t('ui.desk.developmentMore')}`}
        </span>
      </p>
    </div>
  );
}

/** A license list on its way into the pool: what it is, how far it is, and what became of it, row by row. */
export function ImportPanel({ file, onClose }: { readonly file: ChosenFile; readonly onClose: () => void }) {
  const { t } = useWords();
  const files = useFiles();
  const { busy, error, act } = useAct();
  const [kind, setKind] = useState<LicenseKind>('tuyaos');
  const [report, setReport] = useState<LicenseImport | null>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !busy && document.querySelector('[role="dialog"]') === null) onClose();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [busy, onClose]);
  const send = (): void =>
    void act(async () => {
      setReport(await files.upload('pool.import', { name: file.name, licenseKind: kind }, file));
    });
  return (
    <section className={css.panel} aria-label={t('ui.desk.licenses.import')}>
      <header className={css.head}>
        <strong className={css.name}>{file.name}</strong>
        <span className={css.dim}>{kilobytes(file.bytes)} KB</span>
        {report === null && (
          <Pick
            label={t('ui.desk.licenseKind')}
            value={kind}
            disabled={busy}
            choices={LICENSE_KINDS.map((value) => ({ value, label: t(`ui.desk.kinds.${value}`) }))}
            onPick={(value) => setKind(value as LicenseKind)}
          />
        )}
        <div className={css.actions}>
          <ActionButton look="quiet" keyName="Esc" disabled={busy} onClick={onClose}>
            {t('ui.app.close')}
          </ActionButton>
          {report === null && (
            <AltAction letter="S" look="ember" disabled={busy} onPress={send}>
              {t('ui.desk.licenses.start')}
            </AltAction>
          )}
        </div>
      </header>
      {busy && <Progress file={file} />}
      {report !== null && <Done report={report} />}
      {error !== null && <Refusal error={error} />}
      {error !== null && <RowReport error={error} />}
    </section>
  );
}
