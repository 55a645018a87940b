import { Dialog } from '../../components/Dialog.js';
import { clockTime } from '../../components/format.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useLanguage, useWords } from '../../components/use-words.js';
import { logText } from '../../../shared/words/log-text.js';
import { errorOf } from './model.js';
import css from './WhyDialog.module.css';
import { useScene, useWriter } from './writer-store.js';

const LINES = 10;

/** Data that a coded error carries, in its own terms: for the engineer who is called. */
function raw(data: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return Object.entries(data).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

/** Why the last job failed: cause, remedy, every detail, the last lines of the log. */
export function WhyDialog() {
  const { t } = useWords();
  const language = useLanguage();
  const scene = useScene();
  const errorWords = useErrorWords();
  const close = useWriter((state) => state.toggleWhy);
  const error = errorOf(scene);
  const lines = scene.writer.log.slice(-LINES);
  const words = error === null ? null : errorWords(error);
  return (
    <Dialog title={t('ui.writer.whyTitle')} onClose={close} width={640}>
      {error === null || words === null ? (
        <p>{t('ui.writer.noWhy')}</p>
      ) : (
        <>
          <div className={css.verdict}>
            <StatusGlyph kind="fail" className={css.glyph} />
            <div>
              <p className={css.title}>{words.title}</p>
              <p className={css.cause}>{words.cause}</p>
              <p>{words.remedy}</p>
            </div>
          </div>
          <h3 className={css.heading}>{t('ui.writer.whyDetails')}</h3>
          <dl className={css.facts}>
            {[['code', error.code] as const, ...raw(error.data)].map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="mono selectable">{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h3 className={css.heading}>{t('ui.writer.log.title')}</h3>
      <ol className={`${css.lines} selectable`}>
        {lines.map((line, index) => (
          <li key={`${line.at}-${index}`}>
            <span className={css.time}>{clockTime(line.at)}</span> {logText(language, line)}
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
