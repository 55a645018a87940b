import { useState } from 'react';

import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';

/** Revokes a token for good, and says of how many licenses that is the end. */
export function RevokeDialog({
  token,
  onClose,
}: {
  readonly token: TokenDetail;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [reason, setReason] = useState('');
  const submit = async (): Promise<void> => {
    if (await act(() => perform('token.revoke', { token: token.token, reason }))) onClose();
  };
  return (
    <FormDialog
      title={t('ui.desk.tokens.revokeTitle', { token: maskToken(token.token) })}
      submit={t('ui.desk.tokens.revokeDo', { count: token.free })}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={reason.trim().length >= 3}
    >
      <Caution>
        <strong>{t('ui.desk.tokens.revokeCount', { count: token.free, n: grouped(token.free) })}</strong>{' '}
        {t('ui.desk.tokens.revokeMore', { used: grouped(token.used) })}
      </Caution>
      <TextField
        label={t('ui.desk.reason')}
        help={t('ui.desk.reasonHelp')}
        value={reason}
        onChange={setReason}
        first
      />
    </FormDialog>
  );
}
