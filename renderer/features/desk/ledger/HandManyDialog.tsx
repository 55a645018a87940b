import { useState } from 'react';

import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { ManyDialog } from '../kit/ManyDialog.js';
import { Caution } from '../kit/Say.js';

/** Licenses in one request: few enough that one sees how far it is. */
const CHUNK = 100;

interface Props {
  readonly uuids: readonly string[];
  readonly what: 'release' | 'quarantine';
  readonly onClose: (open: readonly string[] | null) => void;
}

/** Keeps many licenses back, or lets them go, for one reason that stands with each. */
export function HandManyDialog({ uuids, what, onClose }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const [reason, setReason] = useState('');
  const work = async (keys: readonly string[]) => {
    const { items } = await perform(`ledger.${what}Many`, { uuids: [...keys], reason });
    return items.map(({ uuid, error }) => ({ key: uuid, error }));
  };
  return (
    <ManyDialog
      title={t(`ui.desk.ledger.${what}Many`, { count: uuids.length })}
      keys={uuids}
      chunk={CHUNK}
      work={work}
      ready={reason.trim().length >= 3}
      nameOf={(uuid) => uuid}
      onClose={onClose}
    >
      <Caution>{t(`ui.desk.ledger.${what}ManyMore`)}</Caution>
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
