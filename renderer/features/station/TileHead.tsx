import { BAUD_RATES, type BaudRate } from '../../../shared/domain/chip.js';
import { grouped, portName } from '../../components/format.js';
import { Pick, type Choice } from '../../components/Pick.js';
import { isRunning } from './slot-look.js';
import { SerialField } from './SerialField.js';
import { useSnapshot, useStation } from './station-context.js';
import css from './TileHead.module.css';
import type { TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

const NO_PORT = '';

/** Every port with who holds it; the chosen one stays in the list when it is unplugged. */
function usePortChoices({ slot }: TileModel): readonly Choice[] {
  const { t } = useWords();
  const ports = useStation((state) => state.ports);
  const slots = useSnapshot((snapshot) => snapshot.slots);
  const choices: Choice[] = ports.map((port) => {
    const holder = slots.find((other) => other.slot !== slot.slot && other.port === port.path);
    const note = holder
      ? t('ui.tile.portTaken', { slot: holder.slot })
      : [port.label, port.socket].filter(Boolean).join(' ');
    return { value: port.path, label: portName(port.path), note, off: holder !== undefined };
  });
  if (slot.port !== null && !ports.some((port) => port.path === slot.port))
    choices.push({ value: slot.port, label: portName(slot.port), note: t('ui.tile.portMissing') });
  if (slot.port !== null) choices.push({ value: NO_PORT, label: t('ui.tile.noPort') });
  return choices;
}

const RATES: readonly Choice[] = BAUD_RATES.map((rate) => ({ value: String(rate), label: grouped(rate) }));

/** Slot number, port, adapter, serial number, baud rate, board number. Nothing here can be changed while the slot runs. */
export function TileHead({ tile }: { readonly tile: TileModel }) {
  const { t } = useWords();
  const setSlot = useStation((state) => state.setSlot);
  const choices = usePortChoices(tile);
  const { slot, port } = tile;
  const running = isRunning(slot);
  const nothingToPick = choices.length === 0;
  return (
    <header className={css.head} data-asks={tile.asksSerial}>
      <span className={css.slot} aria-hidden="true">
        {slot.slot}
      </span>
      <Pick
        label={t('ui.tile.port', { slot: slot.slot })}
        look="quiet"
        className={slot.port === null ? css.portEmpty : css.port}
        value={slot.port}
        choices={choices}
        placeholder={nothingToPick ? t('ui.tile.noPort') : t('ui.tile.choosePort')}
        disabled={running || nothingToPick}
        dropdownWidth={280}
        onPick={(path) => void setSlot({ slot: slot.slot, port: path === NO_PORT ? null : path })}
      />
      <span className={css.adapter}>
        {port?.label ?? (slot.port === null ? '' : t('ui.tile.portMissing'))}
      </span>
      <span className={css.socket}>{port?.socket}</span>
      <span className={css.gap} />
      {tile.asksSerial && <SerialField tile={tile} />}
      <span className={css.unit} aria-hidden="true">
        {t('ui.tile.baudUnit')}
      </span>
      <Pick
        label={t('ui.tile.baud', { slot: slot.slot })}
        look="quiet"
        className={css.baud}
        value={String(slot.baudRate)}
        choices={RATES}
        disabled={running}
        onPick={(rate) => void setSlot({ slot: slot.slot, baudRate: Number(rate) as BaudRate })}
      />
      {slot.boardNumber > 0 && (
        <span className={css.board}>{t('ui.tile.board', { number: slot.boardNumber })}</span>
      )}
    </header>
  );
}
