import { useState } from 'react';

import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { ManyDialog } from '../kit/ManyDialog.js';
import { oneRow, type Outcome } from '../kit/many.js';
import { Caution } from '../kit/Say.js';

interface Props {
  readonly tokens: readonly TokenDetail[];
  readonly onClose: (open: readonly string[] | null) => void;
}

/** Revokes many tokens for one reason, and says of how many licenses that is the end. */
export function RevokeManyDialog({ tokens, onClose }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const [reason, setReason] = useState('');
  const standing = tokens.filter(({ revoked }) => revoked === null);
  const lost = standing.reduce((sum, { free }) => sum + free, 0);
  const used = standing.reduce((sum, token) => sum + token.used, 0);
  /** A token that was revoked before keeps its reason: to say that this was done would not be true. */
  const revoke = (key: string): Promise<Outcome> => {
    const revoked = tokens.find(({ token }) => token === key)?.revoked ?? null;
    if (revoked !== null) {
      const data = { token: maskToken(key), reason: revoked.reason };
      return Promise.resolve({ key, error: { code: 'TOKEN_REVOKED', data } });
    }
    return oneRow(key, () => perform('token.revoke', { token: key, reason }));
  };
  return (
    <ManyDialog
      title={t('ui.desk.tokens.revokeMany', { count: tokens.length })}
      keys={tokens.map(({ token }) => token)}
      chunk={1}
      work={async (keys) => Promise.all(keys.map(revoke))}
      ready={reason.trim().length >= 3}
      nameOf={maskToken}
      onClose={onClose}
    >
      <Caution>
        <strong>{t('ui.desk.tokens.revokeCount', { count: lost, n: grouped(lost) })}</strong>{' '}
        {t('ui.desk.tokens.revokeMore', { used: grouped(used) })}
      </Caution>
      <TextField
        label={t('ui.desk.reason')}
        help={t('ui.desk.reasonHelp')}
        value={reason}
        onChange={setReason}
        first
      />
    </ManyDialog>
  );
}
