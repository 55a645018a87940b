import { clockTime } from '../../components/format.js';
import { useLanguage, useWords } from '../../components/use-words.js';
import { logText } from '../../../shared/words/log-text.js';
import css from './InspectLog.module.css';
import { useInspect } from './inspect-store.js';

/** What the work on the board said, in the protocol's words. */
export function InspectLog() {
  const { t } = useWords();
  const language = useLanguage();
  const notes = useInspect((state) => state.notes);
  return (
    <section className={css.log} aria-label={t('ui.inspect.view.log')}>
      {notes.length === 0 ? (
        <p className={css.none}>{t('ui.inspect.view.logEmpty')}</p>
      ) : (
        <ol className="selectable">
          {notes.map((note, index) => (
            <li key={`${note.at}-${index}`} className={css.line} data-level={note.level}>
              <span className="mono">{clockTime(note.at)}</span>
              <span>{logText(language, note)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
