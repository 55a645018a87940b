import { useState } from 'react';

import type { CustomFirmware, Product } from '../../../../shared/contract/pms/products.js';
import { CHIPS, CHIP_NAMES, type ChipName } from '../../../../shared/domain/chip.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import { PickField, TextField } from '../kit/Field.js';
import { FormDialog } from '../kit/FormDialog.js';
import { useAct } from '../use-act.js';

interface Props {
  readonly product: Product;
  readonly onClose: () => void;
  readonly onMade: (firmware: CustomFirmware, versionId: string) => void;
}

const MEGA = 1024 * 1024;
/** 16 Mbit ÷ 8 = 2 MB (seed, Flash Size). */
const mbitOf = (chip: ChipName): number => (CHIPS[chip].flashBytes * 8) / MEGA;

/** Add custom firmware, with its first version: that is what comes next in any case. */
export function FirmwareDialog({ product, onClose, onMade }: Props) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const { busy, error, act } = useAct();
  const [identifier, setIdentifier] = useState('');
  const [chip, setChip] = useState<ChipName>('BK7231N');
  const [mbit, setMbit] = useState(String(mbitOf('BK7231N')));
  const [version, setVersion] = useState('1.0.0');
  const flashMbit = Number(mbit);
  const submit = async (): Promise<void> => {
    const made: { firmware?: CustomFirmware; version?: string } = {};
    await act(async () => {
      made.firmware = await perform('firmware.create', {
        productId: product.id,
        identifier: identifier.trim(),
        chip,
        flashMbit,
      });
      const first = await perform('firmware.version', {
        firmwareId: made.firmware.id,
        version: version.trim(),
      });
      made.version = first.id;
    });
    if (made.firmware !== undefined && made.version !== undefined) onMade(made.firmware, made.version);
  };
  const modules = CHIPS[chip].modules.join(', ');
  return (
    <FormDialog
      title={t('ui.desk.firmware.add')}
      submit={t('ui.desk.firmware.addDo')}
      onSubmit={() => void submit()}
      onClose={onClose}
      error={error}
      busy={busy}
      ready={identifier.trim() !== '' && version.trim() !== '' && flashMbit > 0}
    >
      <TextField
        label={t('ui.desk.firmware.identifier')}
        help={t('ui.desk.firmware.identifierHelp')}
        value={identifier}
        onChange={setIdentifier}
        mono
        first
        placeholder="wifi_one_light"
      />
      <PickField
        label={t('ui.desk.firmware.chip')}
        help={modules === '' ? undefined : t('ui.desk.firmware.chipHelp', { modules })}
        value={chip}
        choices={CHIP_NAMES.map((value) => ({ value, label: value, note: CHIPS[value].modules.join(' ') }))}
        onPick={(value) => {
          setChip(value as ChipName);
          setMbit(String(mbitOf(value as ChipName)));
        }}
      />
      <TextField
        label={t('ui.desk.firmware.flashSize')}
        help={
          Number.isFinite(flashMbit) && flashMbit > 0
            ? t('ui.desk.firmware.flashHelp', { mbit: flashMbit, mb: flashMbit / 8 })
            : t('ui.desk.firmware.flashHelp', { mbit: 16, mb: 2 })
        }
        type="number"
        min={4}
        value={mbit}
        onChange={setMbit}
      />
      <TextField
        label={t('ui.desk.firmware.version')}
        help={t('ui.desk.firmware.versionHelp')}
        value={version}
        onChange={setVersion}
        mono
      />
    </FormDialog>
  );
}
