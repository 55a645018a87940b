import { useState } from 'react';

import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';

interface Props {
  readonly uuid: string;
  readonly what: 'release' | 'quarantine';
  readonly onClose: () => void;
}

/** Releases a license, or keeps it back: one license, and a reason that stands in the ledger. */
export function HandDialog({ uuid, what, onClose }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [reason, setReason] = useState('');
  const submit = async (): Promise<void> => {
    if (await act(() => perform(`ledger.${what}`, { uuid, reason }))) onClose();
  };
  return (
    <FormDialog
      title={t(`ui.desk.ledger.${what}Title`)}
      submit={t(`ui.desk.ledger.${what}Do`)}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={reason.trim().length >= 3}
    >
      <Caution>
        <span className="mono">{uuid}</span> {t(`ui.desk.ledger.${what}More`)}
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
