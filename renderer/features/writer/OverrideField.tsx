import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useWords } from '../../components/use-words.js';
import { chipOf, errorOf, fileExtent, isRunning, touchesRf, type Scene } from './model.js';
import css from './OverrideField.module.css';
import { useScene, useWriter } from './writer-store.js';

export const OVERRIDE_FIELD = 'writer-override';

/** What a reason is asked for; null where nothing is guarded. */
function guardOf(scene: Scene): 'overrideRf' | 'overrideKey' | null {
  const error = errorOf(scene);
  if (error?.code === 'FIRMWARE_KEY') return 'overrideKey';
  const rf = error?.code === 'FLASH_RANGE_PROTECTED' && error.data['region'] === 'rf';
  const chip = chipOf(scene.writer);
  return rf || touchesRf(chip, scene.range) || touchesRf(chip, fileExtent(scene)) ? 'overrideRf' : null;
}

/** Shown only where something guarded is in the way: the reason why it may be written over, for one job. */
export function OverrideField() {
  const { t } = useWords();
  const scene = useScene();
  const override = useWriter((state) => state.override);
  const setOverride = useWriter((state) => state.setOverride);
  const guard = guardOf(scene);
  if (guard === null) return null;
  return (
    <div className={css.guard}>
      <p>
        <StatusGlyph kind="ask" className={css.glyph} />
        <span>{t(`ui.writer.${guard}`)}</span>
      </p>
      <label htmlFor={OVERRIDE_FIELD}>{t('ui.writer.override')}</label>
      <input
        id={OVERRIDE_FIELD}
        className={`input ${css.input}`}
        value={override}
        maxLength={200}
        disabled={isRunning(scene.writer.job)}
        placeholder={t('ui.writer.overridePlaceholder')}
        onChange={(event) => setOverride(event.currentTarget.value)}
      />
    </div>
  );
}
