import { useState } from 'react';

import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';

interface Props {
  readonly onClose: () => void;
  readonly onVerified: (token: TokenDetail) => void;
}

/** Activation Code Verification (seed, FAQs): claims a token for this account, so that its stations may open it. */
export function VerifyDialog({ onClose, onVerified }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [token, setToken] = useState('');
  const submit = async (): Promise<void> => {
    let detail: TokenDetail | null = null;
    await act(async () => {
      detail = await perform('token.verify', { token: token.trim() });
    });
    if (detail !== null) onVerified(detail);
  };
  return (
    <FormDialog
      title={t('ui.desk.tokens.verify')}
      submit="OK"
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={token.trim() !== ''}
      enterConfirms
    >
      <TextField
        label={t('ui.desk.tokens.verifyField')}
        help={t('ui.desk.tokens.verifyHelp')}
        value={token}
        onChange={setToken}
        mono
        first
      />
    </FormDialog>
  );
}
