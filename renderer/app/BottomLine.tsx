import { clockTime } from '../components/format.js';
import { isRunning } from '../features/station/slot-look.js';
import { useStation } from '../features/station/station-context.js';
import { useLogText } from '../features/station/use-log-text.js';
import { isRunning as writerRuns } from '../features/writer/model.js';
import { useWriter } from '../features/writer/writer-store.js';
import css from './BottomLine.module.css';
import { useWords } from '../components/use-words.js';

/** Ports seen, jobs running, the last message. */
export function BottomLine() {
  const { t } = useWords();
  const ports = useStation((state) => state.ports.length);
  const slots = useStation((state) => state.sync.snapshot?.slots.filter(isRunning).length ?? 0);
  const writing = useWriter((state) => writerRuns(state.sync.snapshot?.job ?? null));
  const jobs = slots + (writing ? 1 : 0);
  const ofStation = useStation((state) => state.sync.snapshot?.log.at(-1));
  const ofWriter = useWriter((state) => state.sync.snapshot?.log.at(-1));
  const last =
    ofWriter !== undefined && ofWriter.at > (ofStation?.at ?? 0) ? { ...ofWriter, slot: 0 } : ofStation;
  const textOf = useLogText();
  return (
    <footer className={css.line} aria-label={t('ui.bottom.label')}>
      <span>{t('ui.bottom.ports', { count: ports })}</span>
      <span className={css.jobs}>
        {jobs === 0 ? t('ui.bottom.jobs_zero') : t('ui.bottom.jobs', { count: jobs })}
      </span>
      <span className={css.last} data-testid="last-message">
        {last === undefined ? (
          t('ui.bottom.noMessage')
        ) : (
          <>
            <span className={`mono ${css.time}`}>{clockTime(last.at)}</span>
            {last.slot === 0
              ? textOf(last)
              : t('ui.bottom.slotMessage', { slot: last.slot, text: textOf(last) })}
          </>
        )}
      </span>
    </footer>
  );
}
