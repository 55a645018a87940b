import { BAUD_RATES, CHIP_NAMES, CHIPS } from '../../../shared/domain/chip.js';
import type { WriterChange, WriterSettings } from '../../../shared/contract/writer.js';
import { grouped, portName } from '../../components/format.js';
import { Pick, type Choice } from '../../components/Pick.js';
import { useWords } from '../../components/use-words.js';
import { FileCard } from './FileCard.js';
import { isRunning } from './model.js';
import { Options } from './Options.js';
import { OverrideField } from './OverrideField.js';
import { RangeFields } from './RangeFields.js';
import css from './Setup.module.css';
import { useSnapshot, useWriter } from './writer-store.js';

/** For the remedy that leads here. */
export const PORT_FIELD = 'writer-port';

/** Modules named beside a chip in the list; the rest would run off it. */
const MODULES = 4;

function ChipPick() {
  const { t } = useWords();
  const { settings, job, board } = useSnapshot();
  const configure = useWriter((state) => state.configure);
  const found = settings.chip === 'auto' && board !== null;
  const auto = found ? t('ui.writer.autoChip', { chip: board.chip }) : t('ui.writer.auto');
  const choices: Choice[] = [
    { value: 'auto', label: auto, note: found ? '' : t('ui.writer.autoNote') },
    ...CHIP_NAMES.map((name) => ({
      value: name,
      label: name,
      note: CHIPS[name].modules.slice(0, MODULES).join(', '),
    })),
  ];
  return (
    <Pick
      label={t('ui.writer.chip')}
      value={settings.chip}
      choices={choices}
      disabled={isRunning(job)}
      dropdownWidth={300}
      onPick={(chip) => void configure({ chip: chip as WriterSettings['chip'] })}
    />
  );
}

function PortPick() {
  const { t } = useWords();
  const { settings, job } = useSnapshot();
  const ports = useWriter((state) => state.ports);
  const configure = useWriter((state) => state.configure);
  const choices: Choice[] = ports.map(({ path, label, socket }) => ({
    value: path,
    label: `${portName(path)}  ${label}`,
    note: socket ?? '',
  }));
  const { port } = settings;
  if (port !== null && !ports.some(({ path }) => path === port))
    choices.push({ value: port, label: portName(port), note: t('ui.writer.portMissing') });
  const none = choices.length === 0;
  return (
    <Pick
      label={t('ui.writer.port')}
      value={port}
      choices={choices}
      placeholder={t(none ? 'ui.writer.noPort' : 'ui.writer.choosePort')}
      disabled={isRunning(job) || none}
      dropdownWidth={300}
      onPick={(path) => void configure({ port: path })}
    />
  );
}

function BaudPick() {
  const { t } = useWords();
  const { settings, job, board } = useSnapshot();
  const configure = useWriter((state) => state.configure);
  const held = settings.baudRate === 'max' && board?.baudRate ? `  ${grouped(board.baudRate)}` : '';
  const choices: Choice[] = [
    { value: 'max', label: `${t('ui.writer.baudMax')}${held}` },
    ...[...BAUD_RATES].reverse().map((rate) => ({ value: String(rate), label: grouped(rate) })),
  ];
  return (
    <Pick
      label={t('ui.writer.baud')}
      value={String(settings.baudRate)}
      choices={choices}
      disabled={isRunning(job)}
      onPick={(value) => {
        const baudRate = value === 'max' ? 'max' : (Number(value) as WriterChange['baudRate']);
        void configure({ baudRate });
      }}
    />
  );
}

/** What to do it to: chip, file, range, port, rate, options. Nothing here can be changed while a job runs. */
export function Setup() {
  const { t } = useWords();
  return (
    <div className={css.column}>
      <div className={css.field}>
        <span className={css.label} aria-hidden="true">
          {t('ui.writer.chip')}
        </span>
        <ChipPick />
      </div>
      <FileCard />
      <RangeFields />
      <OverrideField />
      <div className={css.field} id={PORT_FIELD}>
        <span className={css.label} aria-hidden="true">
          {t('ui.writer.port')}
        </span>
        <PortPick />
      </div>
      <div className={css.field}>
        <span className={css.label} aria-hidden="true">
          {t('ui.writer.baud')}
        </span>
        <BaudPick />
      </div>
      <Options />
    </div>
  );
}
