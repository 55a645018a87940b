import { useState } from 'react';

import type { Order } from '../../../../shared/contract/pms/orders.js';
import { Dialog } from '../../../components/Dialog.js';
import { useWords } from '../../../components/use-words.js';
import { AltAction } from '../kit/AltAction.js';
import { openKeys, type ManyState } from '../kit/many.js';
import { ManyReport } from '../kit/ManyReport.js';
import { Refusal } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';

interface Props {
  readonly orders: readonly Order[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

/** What can be done with orders that are chosen: their credentials and lists, into one folder. */
export function OrderChoices({ orders, onChoose }: Props) {
  const { t } = useWords();
  const files = useFiles();
  const { busy, error, act } = useAct();
  const [ended, setEnded] = useState<{ folder: string; state: ManyState } | null>(null);
  const save = (): void =>
    void act(async () => {
      const reply = await files.downloadAll(
        orders.map(({ code, mode }) =>
          mode === 'license-list'
            ? { stream: 'order.list', request: { code, format: 'csv' } }
            : { stream: 'order.download', request: { code } },
        ),
      );
      if (reply === null) return;
      const outcomes = reply.items.map(({ error: refusal }, index) => ({
        key: orders[index]?.code ?? '',
        error: refusal,
      }));
      setEnded({ folder: reply.folder, state: { outcomes, left: [], error: null } });
    });
  return (
    <>
      <Refusal error={error} />
      <AltAction letter="D" disabled={busy} onPress={save}>
        {t('ui.desk.orders.downloadMany')}
      </AltAction>
      {ended !== null && (
        <Dialog
          title={t('ui.desk.orders.downloadedTo', { folder: ended.folder })}
          onClose={() => {
            setEnded(null);
            onChoose(openKeys(ended.state));
          }}
          width={720}
        >
          <ManyReport state={ended.state} nameOf={(code) => code} />
        </Dialog>
      )}
    </>
  );
}
