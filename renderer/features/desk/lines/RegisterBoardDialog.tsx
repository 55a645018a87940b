import { useState } from 'react';

import type { PmsReply } from '../../../../shared/contract/pms/operations.js';
import { Dialog } from '../../../components/Dialog.js';
import { useWords } from '../../../components/use-words.js';
import { FactList } from '../../../components/FactList.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';

/** Makes a board known here; its password is told this once. */
export function RegisterBoardDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [id, setId] = useState('');
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<PmsReply<'board.register'> | null>(null);
  const submit = (): void =>
    void act(async () => {
      const wish = {
        ...(id.trim() === '' ? {} : { id: id.trim() }),
        ...(password === '' ? {} : { password }),
      };
      setMade(await perform('board.register', wish));
    });
  if (made !== null) {
    return (
      <Dialog title={t('ui.desk.boards.registered')} onClose={onClose} width={520}>
        <FactList
          facts={[
            { name: t('ui.desk.boards.id'), value: <span className="mono selectable">{made.board.id}</span> },
            {
              name: t('ui.desk.boards.password'),
              value: <span className="mono selectable">{made.password}</span>,
            },
          ]}
        />
        <Caution>{t('ui.desk.boards.once')}</Caution>
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={t('ui.desk.boards.register')}
      submit={t('ui.desk.boards.registerDo')}
      onSubmit={submit}
      onClose={onClose}
      error={error}
      busy={busy}
    >
      <TextField
        label={t('ui.desk.boards.id')}
        help={t('ui.desk.boards.madeUp')}
        value={id}
        onChange={setId}
        mono
        first
      />
      <TextField
        label={t('ui.desk.boards.password')}
        help={t('ui.desk.boards.madeUp')}
        value={password}
        onChange={setPassword}
        mono
      />
    </FormDialog>
  );
}
