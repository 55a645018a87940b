import { useState } from 'react';

import { SCOPES, type FirmwareVersion } from '../../../../shared/contract/pms/products.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { RadioField, TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';

interface Props {
  readonly version: FirmwareVersion;
  readonly onClose: () => void;
}

/** Enable Firmware: to whom, and from then on it does not change any more. */
export function EnableDialog({ version, onClose }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [scope, setScope] = useState(version.scope ?? 'general');
  const [whitelist, setWhitelist] = useState(version.whitelist.join(', '));
  const emails = whitelist.split(/[\s,;]+/).filter((email) => email !== '');
  const submit = async (): Promise<void> => {
    const request = { versionId: version.id, scope, whitelist: scope === 'whitelist' ? emails : [] };
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
      ready={scope !== 'whitelist' || emails.length > 0}
    >
      <RadioField
        label={t('ui.desk.firmware.scope')}
        value={scope}
        onPick={setScope}
        choices={SCOPES.map((value) => ({
          value,
          label: t(`ui.desk.firmware.scopes.${value}`),
          more: t(`ui.desk.firmware.scopesMore.${value}`),
        }))}
      />
      {scope === 'whitelist' && (
        <TextField
          label={t('ui.desk.firmware.whitelist')}
          help={t('ui.desk.firmware.whitelistHelp')}
          value={whitelist}
          onChange={setWhitelist}
        />
      )}
      <Caution>{t('ui.desk.firmware.caution')}</Caution>
    </FormDialog>
  );
}
