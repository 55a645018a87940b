import { Icon } from '../../components/icons.js';
import { useWords } from '../../components/use-words.js';
import { flashBytesOf, isRunning } from './model.js';
import css from './Options.module.css';
import { useSnapshot, useWriter } from './writer-store.js';

interface BoxProps {
  readonly label: string;
  readonly note: string;
  readonly on: boolean;
  readonly off: boolean;
  /** Not given: it is always on. */
  readonly onChange?: (on: boolean) => void;
}

function Box({ label, note, on, off, onChange }: BoxProps) {
  return (
    <label className={css.option} data-off={off}>
      <input
        type="checkbox"
        className={css.input}
        checked={on}
        disabled={off || onChange === undefined}
        data-fixed={onChange === undefined}
        onChange={(event) => onChange?.(event.currentTarget.checked)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <span className={css.box} aria-hidden="true">
        {on && <Icon name="tick" className={css.tick} />}
      </span>
      <span>{label}</span>
      <span className={css.note}>{note}</span>
    </label>
  );
}

/** How careful and how quick. Verification is not for sale: it costs a second. */
export function Options() {
  const { t } = useWords();
  const writer = useSnapshot();
  const { settings, job } = writer;
  const configure = useWriter((state) => state.configure);
  const running = isRunning(job);
  const differing = job?.action === 'program' ? job.differing : null;
  const same = differing ? differing.of - differing.count : 0;
  const backup = job?.backup;
  const mb = flashBytesOf(writer) / 0x100000;
  return (
    <fieldset className={css.options}>
      <legend>{t('ui.writer.options')}</legend>
      <Box
        label={t('ui.writer.smart')}
        note={differing ? t('ui.writer.smartNote', { count: same }) : t('ui.writer.smartOff')}
        on={settings.smart}
        off={running}
        onChange={(smart) => void configure({ smart })}
      />
      <Box
        label={t('ui.writer.backup')}
        note={
          backup
            ? t(backup.kept ? 'ui.writer.backupKept' : 'ui.writer.backupSaved')
            : t('ui.writer.backupNote', { mb })
        }
        on={settings.backup}
        off={running}
        onChange={(on) => void configure({ backup: on })}
      />
      <Box label={t('ui.writer.verify')} note={t('ui.writer.verifyNote')} on off={running} />
    </fieldset>
  );
}
