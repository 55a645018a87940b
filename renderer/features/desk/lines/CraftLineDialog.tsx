import { useState } from 'react';

import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';

/** `BURN Burning` → code and name; a name alone makes its own code. */
function stationOf(text: string, index: number): { code: string; name: string } {
  const code = text
    .toUpperCase()
    .replace(/[^0-9A-Z-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return { code: code.slice(0, 32) || `S-${index + 1}`, name: text };
}

/** A craft line: the stations a board passes, in their order. */
export function CraftLineDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [name, setName] = useState('');
  const [typed, setTyped] = useState('');
  const stations = typed
    .split(/[,，、]/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(stationOf);
  const submit = async (): Promise<void> => {
    if (await act(() => perform('craftLine.create', { name: name.trim(), stations }))) onClose();
  };
  return (
    <FormDialog
      title={t('ui.desk.workOrders.newLine')}
      submit={t('ui.desk.workOrders.lineDo', { count: stations.length })}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={name.trim() !== '' && stations.length > 0}
    >
      <TextField label={t('ui.desk.workOrders.lineName')} value={name} onChange={setName} first />
      <TextField
        label={t('ui.desk.workOrders.stations')}
        help={
          stations.length === 0
            ? t('ui.desk.workOrders.stationsHelp')
            : stations.map(({ code }, index) => `${index + 1} ${code}`).join(' → ')
        }
        value={typed}
        onChange={setTyped}
      />
    </FormDialog>
  );
}
