import { useState } from 'react';

import type { FirmwareVersion } from '../../../../shared/contract/pms/products.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { ManyDialog } from '../kit/ManyDialog.js';
import { oneRow, type Outcome } from '../kit/many.js';
import { Caution } from '../kit/Say.js';
import { Doubts } from './Doubts.js';
import { deploymentAsked, deploymentReady, ScopeFields, type Deployment } from './ScopeFields.js';

export interface NamedVersion {
  readonly key: string;
  readonly name: string;
  /** Null for a firmware that has none yet. */
  readonly version: FirmwareVersion | null;
}

interface Props {
  readonly versions: readonly NamedVersion[];
  readonly onClose: (open: readonly string[] | null) => void;
}

/** Enables many versions with one scope. */
export function EnableManyDialog({ versions, onClose }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const [deployment, setDeployment] = useState<Deployment>({ scope: 'general', whitelist: '' });
  const byKey = new Map(versions.map((one) => [one.key, one]));
  const nameOf = (key: string): string => byKey.get(key)?.name ?? key;
  const enable = (key: string): Promise<Outcome> => {
    const version = byKey.get(key)?.version ?? null;
    if (version === null) {
      const error = { code: 'FIRMWARE_INCOMPLETE', data: { version: nameOf(key) } } as const;
      return Promise.resolve({ key, error });
    }
    const request = { versionId: version.id, ...deploymentAsked(deployment) };
    return oneRow(key, () => perform('firmware.enable', request));
  };
  return (
    <ManyDialog
      title={t('ui.desk.firmware.enableMany', { count: versions.length })}
      keys={versions.map(({ key }) => key)}
      chunk={1}
      work={async (keys) => Promise.all(keys.map(enable))}
      ready={deploymentReady(deployment)}
      nameOf={nameOf}
      onClose={onClose}
    >
      <ScopeFields value={deployment} onChange={setDeployment} />
      {versions.map(
        ({ key, name, version }) => version !== null && <Doubts key={key} version={version} name={name} />,
      )}
      <Caution>{t('ui.desk.firmware.caution')}</Caution>
    </ManyDialog>
  );
}
