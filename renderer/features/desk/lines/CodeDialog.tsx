import { useState } from 'react';

import type { SandwichBoard } from '../../../../shared/contract/pms/boards.js';
import type { PmsReply } from '../../../../shared/contract/pms/operations.js';
import { Dialog } from '../../../components/Dialog.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { CopyButton } from '../kit/CopyButton.js';
import { PickField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { useRead } from '../use-read.js';
import css from './CodeDialog.module.css';

/** Request a new authorization code: for a product, out of a bound board. The code is the token to burn with. */
export function CodeDialog({
  board,
  onClose,
}: {
  readonly board: SandwichBoard;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const products = useRead('product.list', {}).data?.items ?? [];
  const [picked, setPicked] = useState<string | null>(null);
  const [made, setMade] = useState<PmsReply<'board.requestToken'> | null>(null);
  const product = picked ?? products[0]?.id ?? null;
  const submit = (): void =>
    void act(async () => {
      if (product !== null)
        setMade(await perform('board.requestToken', { id: board.id, productId: product }));
    });
  if (made !== null) {
    return (
      <Dialog
        title={t('ui.desk.boards.codeTitle')}
        onClose={onClose}
        width={520}
        actions={
          <CopyButton
            letter="C"
            look="ember"
            label={t('ui.desk.orders.copyToken')}
            textOf={() => Promise.resolve(made.token)}
          />
        }
      >
        <p className={`${css.token} mono selectable`}>{made.token}</p>
        <p className={css.more}>{t('ui.desk.boards.codeMore', { order: made.orderCode })}</p>
        {made.development && <Caution>{t('ui.desk.developmentMore')}</Caution>}
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={t('ui.desk.boards.requestFor', { id: board.id })}
      submit={t('ui.desk.boards.requestDo')}
      onSubmit={submit}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={product !== null}
    >
      <PickField
        label={t('ui.desk.orders.product')}
        help={t('ui.desk.boards.productHelp')}
        value={product}
        choices={products.map(({ id, name, mode }) => ({
          value: id,
          label: name,
          note: t(`ui.desk.firmware.modes.${mode}`),
        }))}
        onPick={setPicked}
      />
    </FormDialog>
  );
}
