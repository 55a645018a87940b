import { useState } from 'react';

import {
  FILE_KINDS,
  type CustomFirmware,
  type FirmwareVersion,
} from '../../../../shared/contract/pms/products.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk, useMay } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { Refusal } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { EnableDialog } from './EnableDialog.js';
import { FileSlot } from './FileSlot.js';
import css from './VersionPanel.module.css';

interface Props {
  readonly firmware: CustomFirmware;
  readonly version: FirmwareVersion;
}

/** The files of one version, and whether it may be ordered. */
export function VersionPanel({ firmware, version }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const mayChange = useMay('engineer');
  const { busy, error, act } = useAct();
  const [enabling, setEnabling] = useState(false);
  const hasQio = version.files.some(({ kind }) => kind === 'QIO');
  const wasEnabled = version.scope !== null;
  return (
    <section className={css.panel} aria-label={t('ui.desk.firmware.files')}>
      <header className={css.head}>
        <h3 className={css.title}>
          <span className="mono">{firmware.identifier}</span> {version.version}
        </h3>
        <span className={`${css.key} mono selectable`} title={t('ui.desk.firmware.columns.key')}>
          {firmware.key}
        </span>
        <span className={css.state}>
          {version.enabled && version.scope !== null
            ? t('ui.desk.firmware.enabledAs', { scope: t(`ui.desk.firmware.scopes.${version.scope}`) })
            : wasEnabled
              ? t('ui.desk.firmware.disabledState')
              : hasQio
                ? t('ui.desk.firmware.readyState')
                : t('ui.desk.firmware.needsQio')}
        </span>
        <div className={css.actions}>
          {version.enabled && (
            <AltAction
              letter="D"
              disabled={!mayChange || busy}
              onPress={() => void act(() => perform('firmware.disable', { versionId: version.id }))}
            >
              {t('ui.desk.firmware.disable')}
            </AltAction>
          )}
          <AltAction
            letter="E"
            look={hasQio && !version.enabled ? 'ember' : 'plain'}
            disabled={!hasQio || !mayChange}
            why={t(hasQio ? 'ui.desk.needsEngineer' : 'ui.desk.firmware.needsQio')}
            onPress={() => setEnabling(true)}
          >
            {t(version.enabled ? 'ui.desk.firmware.changeScope' : 'ui.desk.firmware.enable')}
          </AltAction>
        </div>
      </header>
      <Refusal error={error} />
      <div className={css.slots}>
        {FILE_KINDS.map((kind) => (
          <FileSlot key={kind} version={version} kind={kind} locked={version.enabled || !mayChange} />
        ))}
      </div>
      {version.enabled && <p className={css.note}>{t('ui.desk.firmware.enabledNote')}</p>}
      {enabling && <EnableDialog version={version} onClose={() => setEnabling(false)} />}
    </section>
  );
}
