import { useState } from 'react';

import type { StationPolicies } from '../../../shared/contract/policies.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../app/bridge.js';
import { ActionButton } from '../../components/ActionButton.js';
import { useBridge } from '../../components/bridge-context.js';
import { Pick } from '../../components/Pick.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { useStation } from '../station/station-context.js';
import css from './Settings.module.css';
import { Part } from './Part.js';

/** Each policy and its choices; the first one loses nothing. */
const CHOICES = {
  sameLicense: ['keep', 'skip', 'refuse'],
  otherLicense: ['refuse', 'overwrite'],
  badMac: ['refuse', 'write'],
  duplicateMac: ['refuse', 'write', 'allow'],
  stackUp: ['ask', 'refuse', 'allow'],
  facPin: ['carry', 'drop'],
} as const satisfies { [P in keyof StationPolicies]?: readonly StationPolicies[P][] };
type Choosable = keyof typeof CHOICES;

/** Empty lines of the addresses are none. */
function same(a: StationPolicies, b: StationPolicies): boolean {
  const plain = (policies: StationPolicies, name: keyof StationPolicies): string =>
    JSON.stringify(name === 'macs' ? policies.macs.filter((line) => line.trim() !== '') : policies[name]);
  return (Object.keys(a) as (keyof StationPolicies)[]).every((name) => plain(a, name) === plain(b, name));
}

function Editor({ kept }: { readonly kept: StationPolicies }) {
  const { t } = useWords();
  const bridge = useBridge();
  const errorWords = useErrorWords();
  const [draft, setDraft] = useState(kept);
  const changed = !same(draft, kept);
  const [said, setSaid] = useState<'saved' | CodedError | null>(null);
  const change = (part: Partial<StationPolicies>): void => {
    setDraft({ ...draft, ...part });
    setSaid(null);
  };
  const save = (): void => {
    bridge.call('station.policies', draft).then(
      () => setSaid('saved'),
      (thrown: unknown) => setSaid(asCodedError(thrown)),
    );
  };
  return (
    <>
      {(Object.keys(CHOICES) as Choosable[]).map((name) => (
        <div key={name} className={css.field}>
          <span>{t(`ui.settings.${name}`)}</span>
          <Pick
            label={t(`ui.settings.${name}`)}
            value={draft[name]}
            choices={CHOICES[name].map((value) => ({ value, label: t(`ui.settings.choices.${value}`) }))}
            onPick={(value) => change({ [name]: value })}
          />
        </div>
      ))}
      {draft.otherLicense === 'overwrite' && (
        <label className={css.field}>
          <span>{t('ui.settings.overwriteReason')}</span>
          <input
            className={`input ${css.input}`}
            value={draft.overwriteReason}
            onChange={(event) => change({ overwriteReason: event.target.value })}
          />
        </label>
      )}
      {(draft.badMac === 'write' || draft.duplicateMac === 'write') && (
        <label className={css.field}>
          <span>{t('ui.settings.macs')}</span>
          <textarea
            className={`input ${css.input} ${css.area}`}
            rows={3}
            value={draft.macs.join('\n')}
            onChange={(event) => change({ macs: event.target.value.split('\n') })}
          />
        </label>
      )}
      <div className={css.actions}>
        <ActionButton look={changed ? 'ember' : 'plain'} disabled={!changed} onClick={save}>
          {t('ui.settings.save')}
        </ActionButton>
        {said === 'saved' && <span role="status">{t('ui.settings.saved')}</span>}
        {said !== null && said !== 'saved' && (
          <span role="alert" className={css.alert}>
            {errorWords(said).title}. {errorWords(said).cause}
          </span>
        )}
      </div>
    </>
  );
}

/** What the station does where a board is not what it expects. */
export function Policies() {
  const { t } = useWords();
  const kept = useStation((state) => state.sync.snapshot?.policies ?? null);
  return (
    <Part title={t('ui.settings.policies')} more={t('ui.settings.policiesMore')}>
      {kept !== null && <Editor kept={kept} />}
    </Part>
  );
}
