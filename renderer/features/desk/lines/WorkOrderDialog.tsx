import { useState } from 'react';

import type { WorkOrder } from '../../../../shared/contract/pms/work-orders.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { PickField, TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { Caution } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { useRead } from '../use-read.js';

interface Props {
  readonly onClose: () => void;
  readonly onMade: (order: WorkOrder) => void;
}

const NONE = 'none';

export function WorkOrderDialog({ onClose, onMade }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const lines = useRead('craftLine.list', {}).data?.items ?? [];
  const tokens = useRead('token.list', { limit: 200 }).data?.items ?? [];
  const [pickedLine, setLine] = useState<string | null>(null);
  const [token, setToken] = useState(NONE);
  const [typed, setTyped] = useState('100');
  const line = pickedLine ?? lines[0]?.id ?? null;
  const quantity = Number(typed);
  const submit = async (): Promise<void> => {
    if (line === null) return;
    let made: WorkOrder | null = null;
    await act(async () => {
      made = await perform('workOrder.create', {
        craftLineId: line,
        token: token === NONE ? null : token,
        quantity,
      });
    });
    if (made !== null) onMade(made);
  };
  return (
    <FormDialog
      title={t('ui.desk.workOrders.new')}
      submit={t('ui.desk.workOrders.create')}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={line !== null && Number.isInteger(quantity) && quantity >= 1}
    >
      {lines.length === 0 && <Caution>{t('ui.desk.workOrders.noLine')}</Caution>}
      <PickField
        label={t('ui.desk.workOrders.columns.line')}
        value={line}
        disabled={lines.length === 0}
        choices={lines.map(({ id, name, stations }) => ({
          value: id,
          label: name,
          note: stations.map(({ code }) => code).join(' → '),
        }))}
        onPick={setLine}
      />
      <PickField
        label={t('ui.desk.workOrders.columns.token')}
        value={token}
        choices={[
          { value: NONE, label: t('ui.desk.workOrders.noToken') },
          ...tokens
            .filter(({ revoked }) => revoked === null)
            .map(({ token: value, firmware }) => ({
              value,
              label: maskToken(value),
              note: `${firmware.identifier} ${firmware.version}`,
            })),
        ]}
        onPick={setToken}
      />
      <TextField
        label={t('ui.desk.workOrders.columns.quantity')}
        value={typed}
        onChange={setTyped}
        type="number"
        min={1}
      />
    </FormDialog>
  );
}
