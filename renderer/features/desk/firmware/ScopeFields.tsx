import { SCOPES } from '../../../../shared/contract/pms/products.js';
import { useWords } from '../../../components/use-words.js';
import { RadioField, TextField } from '../kit/Field.js';

type Scope = (typeof SCOPES)[number];

export interface Deployment {
  readonly scope: Scope;
  /** As typed: emails with commas, blanks or lines between them. */
  readonly whitelist: string;
}

const emailsOf = ({ whitelist }: Deployment): string[] =>
  whitelist.split(/[\s,;]+/).filter((email) => email !== '');

export function deploymentReady(deployment: Deployment): boolean {
  return deployment.scope !== 'whitelist' || emailsOf(deployment).length > 0;
}

export function deploymentAsked(deployment: Deployment): { scope: Scope; whitelist: string[] } {
  const { scope } = deployment;
  return { scope, whitelist: scope === 'whitelist' ? emailsOf(deployment) : [] };
}

interface Props {
  readonly value: Deployment;
  readonly onChange: (value: Deployment) => void;
}

/** Who may burn a firmware. */
export function ScopeFields({ value, onChange }: Props) {
  const { t } = useWords();
  return (
    <>
      <RadioField
        label={t('ui.desk.firmware.scope')}
        value={value.scope}
        onPick={(scope) => onChange({ ...value, scope })}
        choices={SCOPES.map((scope) => ({
          value: scope,
          label: t(`ui.desk.firmware.scopes.${scope}`),
          more: t(`ui.desk.firmware.scopesMore.${scope}`),
        }))}
      />
      {value.scope === 'whitelist' && (
        <TextField
          label={t('ui.desk.firmware.whitelist')}
          help={t('ui.desk.firmware.whitelistHelp')}
          value={value.whitelist}
          onChange={(whitelist) => onChange({ ...value, whitelist })}
        />
      )}
    </>
  );
}
