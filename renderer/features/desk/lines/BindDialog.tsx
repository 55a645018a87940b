import { useState } from 'react';

import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';

/** Add Development Board: by the ID and the password of the board. */
export function BindDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [id, setId] = useState('');
  const [password, setPassword] = useState('');
  const submit = async (): Promise<void> => {
    if (await act(() => perform('board.bind', { id: id.trim(), password }))) onClose();
  };
  return (
    <FormDialog
      title={t('ui.desk.boards.bind')}
      submit={t('ui.desk.boards.bindDo')}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={id.trim() !== '' && password !== ''}
    >
      <TextField
        label={t('ui.desk.boards.id')}
        help={t('ui.desk.boards.idHelp')}
        value={id}
        onChange={setId}
        mono
        first
      />
      <TextField
        label={t('ui.desk.boards.password')}
        value={password}
        onChange={setPassword}
        type="password"
      />
    </FormDialog>
  );
}
