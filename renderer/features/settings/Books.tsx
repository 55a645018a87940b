import { useState } from 'react';

import { DEFAULT_AHEAD, type PmsChoice } from '../../../shared/contract/settings.js';
import { ActionButton } from '../../components/ActionButton.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { AheadField } from './AheadField.js';
import { useBooks } from './books-store.js';
import { LateRefusals } from './LateRefusals.js';
import css from './Settings.module.css';
import { Part } from './Part.js';
import { Standing } from './Standing.js';

function Login() {
  const { t } = useWords();
  const connection = useBooks((state) => state.connection);
  const { login, logout, busy } = useBooks((state) => state);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  if (connection === null || connection.kind === 'embedded') return null;
  if (connection.account !== null) {
    return (
      <div className={css.field}>
        <span>{t('ui.settings.loggedIn', { email: connection.account })}</span>
        <ActionButton disabled={busy} onClick={() => void logout()}>
          {t('ui.settings.logout')}
        </ActionButton>
      </div>
    );
  }
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void login(email, password).then(() => setPassword(''));
      }}
    >
      <label className={css.field}>
        <span>{t('ui.settings.email')}</span>
        <input
          className={`input ${css.input}`}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </label>
      <label className={css.field}>
        <span>{t('ui.settings.password')}</span>
        <input
          className={`input ${css.input}`}
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <ActionButton type="submit" disabled={busy || email === '' || password === ''}>
        {t('ui.settings.login')}
      </ActionButton>
    </form>
  );
}

/** A server as it is chosen anew, and what was kept of it or holds for any. */
function serverAt(
  place: { readonly url: string; readonly ca: string | null },
  known: Extract<PmsChoice, { kind: 'server' }> | null,
): PmsChoice {
  const { account = null, ahead = DEFAULT_AHEAD } = known ?? {};
  return { kind: 'server', ...place, account, ahead };
}

function Server() {
  const { t } = useWords();
  const { choice, tested, busy, test, use } = useBooks((state) => state);
  const known = choice?.kind === 'server' ? choice : null;
  const [url, setUrl] = useState(known?.url ?? '');
  const [ca, setCa] = useState(known?.ca ?? '');
  const place = { url, ca: ca.trim() === '' ? null : ca };
  return (
    <>
      <label className={css.field}>
        <span>{t('ui.settings.url')}</span>
        <input
          className={`input ${css.input}`}
          value={url}
          placeholder={t('ui.settings.urlHint')}
          onChange={(event) => setUrl(event.target.value)}
        />
      </label>
      <label className={css.field}>
        <span>{t('ui.settings.ca')}</span>
        <textarea
          className={`input ${css.input} ${css.area}`}
          rows={2}
          value={ca}
          onChange={(event) => setCa(event.target.value)}
        />
      </label>
      <div className={css.actions}>
        <ActionButton disabled={busy || url === ''} onClick={() => void test(place)}>
          {t('ui.settings.test')}
        </ActionButton>
        <ActionButton disabled={busy || url === ''} onClick={() => void use(serverAt(place, known))}>
          {t('ui.settings.use')}
        </ActionButton>
        {tested !== null && (
          <span role="status">
            {t('ui.settings.tested', {
              version: tested.version,
              ms: Math.round(tested.latencyMs),
              secure: tested.secure ? '' : t('ui.settings.insecure'),
            })}
          </span>
        )}
      </div>
    </>
  );
}

/** Where the books are: this PC, or a server for a whole factory. */
export function Books() {
  const { t } = useWords();
  const { choice, connection, error, busy, use } = useBooks((state) => state);
  const errorWords = useErrorWords();
  const embedded = choice?.kind !== 'server';
  return (
    <Part title={t('ui.settings.books')} more={t('ui.settings.booksMore')}>
      <div className={css.option} data-chosen={embedded}>
        <div>
          <h3>
            {t('ui.settings.embedded')}{' '}
            {embedded && <span className={css.tag}>{t('ui.settings.inUse')}</span>}
          </h3>
          <p className={css.note}>{t('ui.settings.embeddedMore')}</p>
        </div>
        {!embedded && (
          <ActionButton disabled={busy} onClick={() => void use({ kind: 'embedded' })}>
            {t('ui.settings.use')}
          </ActionButton>
        )}
      </div>
      <div className={css.option} data-chosen={!embedded}>
        <div>
          <h3>
            {t('ui.settings.server')} {!embedded && <span className={css.tag}>{t('ui.settings.inUse')}</span>}
          </h3>
          <p className={css.note}>{t('ui.settings.serverMore')}</p>
          {connection?.kind === 'server' && (
            <p className={css.note} role="status">
              <Standing connection={connection} />
            </p>
          )}
        </div>
      </div>
      {choice !== null && <Server key={choice.kind} />}
      {choice?.kind === 'server' && <AheadField key={`${choice.url} ${choice.ahead}`} choice={choice} />}
      <LateRefusals />
      <Login />
      {error !== null && (
        <p role="alert" className={css.alert}>
          {errorWords(error).title}. {errorWords(error).cause} {errorWords(error).remedy}
        </p>
      )}
    </Part>
  );
}
