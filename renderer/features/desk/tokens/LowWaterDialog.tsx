import { useState } from 'react';

import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';

export function LowWaterDialog({
  token,
  onClose,
}: {
  readonly token: TokenDetail;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [count, setCount] = useState(String(token.lowWater));
  const lowWater = Number(count);
  const submit = async (): Promise<void> => {
    if (await act(() => perform('token.setLowWater', { token: token.token, lowWater }))) onClose();
  };
  return (
    <FormDialog
      title={t('ui.desk.tokens.setLowWater')}
      submit={t('ui.desk.save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={count !== '' && Number.isInteger(lowWater) && lowWater >= 0}
    >
      <TextField
        label={t('ui.desk.tokens.lowWater')}
        help={t('ui.desk.tokens.lowWaterHelp')}
        value={count}
        onChange={setCount}
        type="number"
        min={0}
        first
      />
    </FormDialog>
  );
}
