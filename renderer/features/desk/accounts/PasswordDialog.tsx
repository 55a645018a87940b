import { useState } from 'react';

import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';

export function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const submit = async (): Promise<void> => {
    if (await act(() => perform('account.password', { current, password }))) onClose();
  };
  return (
    <FormDialog
      title={t('ui.desk.accounts.changePassword')}
      submit={t('ui.desk.save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={current !== '' && password !== ''}
    >
      <TextField
        label={t('ui.desk.accounts.currentPassword')}
        value={current}
        onChange={setCurrent}
        type="password"
        first
      />
      <TextField
        label={t('ui.desk.accounts.newPassword')}
        help={t('ui.desk.accounts.newPasswordHelp')}
        value={password}
        onChange={setPassword}
        type="password"
      />
    </FormDialog>
  );
}
