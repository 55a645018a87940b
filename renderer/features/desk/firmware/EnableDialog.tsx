import { useState } from 'react';

import type { FirmwareVersion } from '../../../../shared/contract/pms/products.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { Doubts } from './Doubts.js';
import { deploymentAsked, deploymentReady, ScopeFields, type Deployment } from './ScopeFields.js';

interface Props {
  readonly version: FirmwareVersion;
  readonly onClose: () => void;
}

/** Enable Firmware: to whom, what speaks against it, and from then on it does not change any more. */
export function EnableDialog({ version, onClose }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [deployment, setDeployment] = useState<Deployment>({
    scope: version.scope ?? 'general',
    whitelist: version.whitelist.join(', '),
  });
  const submit = async (): Promise<void> => {
    const request = { versionId: version.id, ...deploymentAsked(deployment) };
    if (await act(() => perform('firmware.enable', request))) onClose();
  };
  return (
    <FormDialog
      title={t('ui.desk.firmware.enableTitle', { version: version.version })}
      submit={t('ui.desk.firmware.saveEnable')}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={deploymentReady(deployment)}
    >
      <ScopeFields value={deployment} onChange={setDeployment} />
      <Doubts version={version} />
      <Caution>{t('ui.desk.firmware.caution')}</Caution>
    </FormDialog>
  );
}
