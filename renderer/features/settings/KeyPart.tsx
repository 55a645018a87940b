import { useEffect, useState } from 'react';

import type { KeySettings } from '../../../shared/contract/settings.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../app/bridge.js';
import { useBridge } from '../../components/bridge-context.js';
import { Pick } from '../../components/Pick.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import css from './Settings.module.css';
import { Part } from './Part.js';

const FORMS = ['keychain', 'plain'] as const;

/** Who may open what is sealed in the data folder: the app alone, or the command line too. */
export function KeyPart() {
  const { t } = useWords();
  const bridge = useBridge();
  const errorWords = useErrorWords();
  const [key, setKey] = useState<KeySettings | null>(null);
  const [error, setError] = useState<CodedError | null>(null);
  useEffect(() => {
    bridge.call('settings.key.get').then(setKey, (thrown: unknown) => setError(asCodedError(thrown)));
  }, [bridge]);
  const keep = (form: KeySettings['form']): void => {
    setError(null);
    bridge
      .call('settings.key.set', { form })
      .then(setKey, (thrown: unknown) => setError(asCodedError(thrown)));
  };
  return (
    <Part title={t('ui.settings.key')} more={t('ui.settings.keyMore')}>
      {key !== null && (
        <div className={css.field}>
          <span>{t('ui.settings.keyWhere')}</span>
          <Pick
            label={t('ui.settings.keyWhere')}
            value={key.form}
            choices={FORMS.map((form) => ({
              value: form,
              label: t(`ui.settings.keyForms.${form}`),
              off: form === 'keychain' && !key.keychain,
            }))}
            onPick={(form) => keep(form as KeySettings['form'])}
          />
        </div>
      )}
      {key?.keychain === false && <p className={css.note}>{t('ui.settings.keyNone')}</p>}
      {error !== null && (
        <span role="alert" className={css.alert}>
          {errorWords(error).title}. {errorWords(error).cause}
        </span>
      )}
    </Part>
  );
}
