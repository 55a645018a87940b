import { useState } from 'react';

import type { CallReply } from '../../../../shared/contract/channels.js';
import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { useWords } from '../../../components/use-words.js';
import { AltAction } from '../kit/AltAction.js';
import { Refusal } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';
import { RevokeManyDialog } from './RevokeManyDialog.js';

interface Props {
  readonly tokens: readonly TokenDetail[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

/** What can be done with tokens that are chosen. */
export function TokenChoices({ tokens, onChoose }: Props) {
  const { t } = useWords();
  const files = useFiles();
  const { busy, error, act } = useAct();
  const [saved, setSaved] = useState<CallReply<'desk.download'>>(null);
  const [revoking, setRevoking] = useState(false);
  const save = (format: 'csv' | 'xlsx'): void =>
    void act(async () => {
      setSaved(await files.download('token.export', { format, tokens: tokens.map(({ token }) => token) }));
    });
  return (
    <>
      <Refusal error={error} />
      {saved !== null && (
        <span role="status">{t('ui.desk.saved', { name: saved.name, folder: saved.folder })}</span>
      )}
      <AltAction letter="C" disabled={busy} onPress={() => save('csv')}>
        CSV
      </AltAction>
      <AltAction letter="X" disabled={busy} onPress={() => save('xlsx')}>
        XLSX
      </AltAction>
      <AltAction letter="R" onPress={() => setRevoking(true)}>
        {t('ui.desk.tokens.revoke')}
      </AltAction>
      {revoking && (
        <RevokeManyDialog
          tokens={tokens}
          onClose={(left) => {
            setRevoking(false);
            if (left !== null) onChoose(left);
          }}
        />
      )}
    </>
  );
}
