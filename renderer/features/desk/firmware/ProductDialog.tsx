import { useState } from 'react';

import type { Product } from '../../../../shared/contract/pms/products.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { RadioField, TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';

interface Props {
  readonly onClose: () => void;
  readonly onMade: (product: Product) => void;
}

export function ProductDialog({ onClose, onMade }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [name, setName] = useState('');
  const [category, setCategory] = useState('');
  const [mode, setMode] = useState<Product['mode']>('custom');
  const submit = async (): Promise<void> => {
    let made: Product | null = null;
    await act(async () => {
      made = await perform('product.create', { name, category, mode });
    });
    if (made !== null) onMade(made);
  };
  return (
    <FormDialog
      title={t('ui.desk.firmware.newProduct')}
      submit={t('ui.desk.firmware.createProduct')}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={name.trim() !== '' && category.trim() !== ''}
    >
      <TextField label={t('ui.desk.firmware.name')} value={name} onChange={setName} first />
      <TextField
        label={t('ui.desk.firmware.category')}
        value={category}
        onChange={setCategory}
        placeholder={t('ui.desk.firmware.categoryHint')}
      />
      <RadioField
        label={t('ui.desk.firmware.mode')}
        value={mode}
        onPick={setMode}
        choices={(['custom', 'no-code'] as const).map((value) => ({
          value,
          label: t(`ui.desk.firmware.modes.${value}`),
          more: t(`ui.desk.firmware.modesMore.${value}`),
        }))}
      />
    </FormDialog>
  );
}
