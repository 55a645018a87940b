import { useState } from 'react';

import { LICENSE_KINDS, type LicenseKind } from '../../../../shared/domain/license.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { PickField, TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';

const MOST = 10_000;

export function GenerateDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [typed, setTyped] = useState('10');
  const [licenseKind, setKind] = useState<LicenseKind>('tuyaos');
  const count = Number(typed);
  const ready = Number.isInteger(count) && count >= 1 && count <= MOST;
  const submit = async (): Promise<void> => {
    if (await act(() => perform('pool.generate', { count, licenseKind }))) onClose();
  };
  return (
    <FormDialog
      title={t('ui.desk.licenses.generate')}
      submit={t('ui.desk.licenses.generateDo', { count: ready ? count : 0 })}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={ready}
    >
      <Caution>{t('ui.desk.developmentMore')}</Caution>
      <TextField
        label={t('ui.desk.licenses.howMany')}
        help={t('ui.desk.licenses.upTo', { most: MOST })}
        value={typed}
        onChange={setTyped}
        type="number"
        min={1}
        max={MOST}
        first
      />
      <PickField
        label={t('ui.desk.licenseKind')}
        value={licenseKind}
        choices={LICENSE_KINDS.map((value) => ({ value, label: t(`ui.desk.kinds.${value}`) }))}
        onPick={(value) => setKind(value as LicenseKind)}
      />
    </FormDialog>
  );
}
