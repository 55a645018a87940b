import { useState } from 'react';

import { grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import { RadioField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';
import { useRead } from '../use-read.js';

/** A copy of the stock with its keys in plain text: the number of licenses in it is said before. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const files = useFiles();
  const { busy, error, act } = useAct();
  const [format, setFormat] = useState<'csv' | 'xlsx'>('csv');
  const stock = useRead('pool.stock', {}).data?.items ?? [];
  const count = stock.reduce((sum, { stock: there, held }) => sum + there + held, 0);
  const submit = async (): Promise<void> => {
    let written = false;
    await act(async () => {
      written = (await files.download('pool.export', { format })) !== null;
    });
    if (written) onClose();
  };
  return (
    <FormDialog
      title={t('ui.desk.licenses.export')}
      submit={t('ui.desk.licenses.exportDo', { count })}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={count > 0}
    >
      <Caution>{t('ui.desk.licenses.exportCaution', { count, n: grouped(count) })}</Caution>
      <RadioField
        label={t('ui.desk.format')}
        value={format}
        onPick={setFormat}
        choices={(['csv', 'xlsx'] as const).map((value) => ({
          value,
          label: value.toUpperCase(),
          more: t(`ui.desk.formats.${value}`),
        }))}
      />
    </FormDialog>
  );
}
