import { useState } from 'react';

import type { CustomFirmware } from '../../../../shared/contract/pms/products.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';

interface Props {
  readonly firmware: CustomFirmware;
  readonly onClose: () => void;
  readonly onMade: (versionId: string) => void;
}

export function VersionDialog({ firmware, onClose, onMade }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [version, setVersion] = useState('');
  const submit = async (): Promise<void> => {
    let id: string | null = null;
    await act(async () => {
      const made = await perform('firmware.version', { firmwareId: firmware.id, version: version.trim() });
      id = made.id;
    });
    if (id !== null) onMade(id);
  };
  return (
    <FormDialog
      title={t('ui.desk.firmware.newVersionOf', { identifier: firmware.identifier })}
      submit={t('ui.desk.firmware.newVersion')}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={version.trim() !== ''}
    >
      <TextField
        label={t('ui.desk.firmware.version')}
        help={t('ui.desk.firmware.versionHelp')}
        value={version}
        onChange={setVersion}
        mono
        first
      />
    </FormDialog>
  );
}
