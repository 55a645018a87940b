import { useState } from 'react';

import { PASSWORD_LEAST } from '../../../../shared/contract/pms/accounts.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';

/** Makes the first admin, which switches accounts on, and logs in as it: whoever did this goes on working. */
export function FirstAdminDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== password;
  const submit = (): void =>
    void act(async () => {
      const login = { email: email.trim(), password };
      const { id } = await perform('account.register', { ...login, name: name.trim() });
      await perform('account.set', { id, role: 'admin', status: 'active' });
      await perform('account.login', login);
    });
  return (
    <FormDialog
      title={t('ui.desk.accounts.firstAdmin')}
      submit={t('ui.desk.accounts.firstAdminDo')}
      onSubmit={submit}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={email.trim() !== '' && name.trim() !== '' && password !== '' && again === password}
    >
      <Caution>{t('ui.desk.accounts.firstAdminMore')}</Caution>
      <TextField label={t('ui.desk.accounts.email')} value={email} onChange={setEmail} first />
      <TextField label={t('ui.desk.accounts.name')} value={name} onChange={setName} />
      <TextField
        label={t('ui.desk.accounts.newPassword')}
        help={t('ui.desk.accounts.passwordHelp', { least: PASSWORD_LEAST })}
        value={password}
        onChange={setPassword}
        type="password"
      />
      <TextField
        label={t('ui.desk.accounts.again')}
        help={differs ? t('ui.desk.accounts.differs') : undefined}
        value={again}
        onChange={setAgain}
        type="password"
      />
    </FormDialog>
  );
}
