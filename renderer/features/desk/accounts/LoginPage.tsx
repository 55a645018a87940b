import { useState } from 'react';

import { PASSWORD_LEAST } from '../../../../shared/contract/pms/accounts.js';
import { ActionButton } from '../../../components/ActionButton.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { Refusal } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import css from './LoginPage.module.css';

/** Where accounts are switched on and nobody is logged in: log in, or register and wait to be let in. */
export function LoginPage() {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act, clear } = useAct();
  const [registering, setRegistering] = useState(false);
  const [registered, setRegistered] = useState<string | null>(null);
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const ready = email.trim() !== '' && password !== '' && (!registering || name.trim() !== '');
  const submit = (): void => {
    if (!ready || busy) return;
    void act(async () => {
      if (!registering) {
        await perform('account.login', { email: email.trim(), password });
        return;
      }
      await perform('account.register', { email: email.trim(), name: name.trim(), password });
      setRegistered(email.trim());
      setRegistering(false);
      setPassword('');
    });
  };
  return (
    <form
      className={css.form}
      aria-label={t('ui.desk.accounts.login')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 className={css.title}>
        {t(registering ? 'ui.desk.accounts.register' : 'ui.desk.accounts.loginTitle')}
      </h2>
      {registered !== null && !registering && (
        <p role="status">{t('ui.desk.accounts.registered', { email: registered })}</p>
      )}
      <TextField label={t('ui.desk.accounts.email')} value={email} onChange={setEmail} focused />
      {registering && <TextField label={t('ui.desk.accounts.name')} value={name} onChange={setName} />}
      <TextField
        label={t('ui.desk.accounts.password')}
        value={password}
        onChange={setPassword}
        type="password"
        {...(registering ? { help: t('ui.desk.accounts.passwordHelp', { least: PASSWORD_LEAST }) } : {})}
      />
      <Refusal error={error} />
      <div className={css.actions}>
        <ActionButton
          look="quiet"
          onClick={() => {
            clear();
            setRegistering(!registering);
          }}
        >
          {t(registering ? 'ui.desk.accounts.toLogin' : 'ui.desk.accounts.register')}
        </ActionButton>
        <ActionButton type="submit" look="ember" keyName="Enter" disabled={!ready || busy}>
          {t(registering ? 'ui.desk.accounts.registerDo' : 'ui.desk.accounts.login')}
        </ActionButton>
      </div>
    </form>
  );
}
