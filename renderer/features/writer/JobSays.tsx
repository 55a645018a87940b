import { ActionButton } from '../../components/ActionButton.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import css from './JobSays.module.css';
import { errorOf, type Hindrance, type Look } from './model.js';
import { remedyOf } from './remedy.js';
import { useRemedy } from './use-remedy.js';
import { useScene, useWriter } from './writer-store.js';

function Failure() {
  const { t } = useWords();
  const scene = useScene();
  const errorWords = useErrorWords();
  const act = useRemedy();
  const toggleWhy = useWriter((state) => state.toggleWhy);
  const error = errorOf(scene);
  if (error === null) return null;
  const { title, cause, remedy } = errorWords(error);
  const button = remedyOf(error, scene);
  return (
    <div className={css.failure} role="alert">
      <p className={css.title}>{title}</p>
      <p>{cause}</p>
      <p className={css.remedy}>{remedy}</p>
      <div className={css.buttons}>
        {button !== null && (
          <ActionButton look="ember" onClick={() => act(button)}>
            {t(`ui.writer.remedy.${button}`)}
          </ActionButton>
        )}
        <ActionButton keyName="F1" onClick={toggleWhy}>
          {t('ui.writer.why')}
        </ActionButton>
      </div>
    </div>
  );
}

function Waiting() {
  const { t } = useWords();
  const { writer, ports } = useScene();
  const pressReset = useWriter((state) => state.pressReset);
  const { port } = writer.settings;
  const state = writer.job?.state;
  if (state?.phase !== 'waiting') return null;
  const virtual = ports.some(({ path, kind }) => path === port && kind === 'virtual');
  return (
    <div className={css.says}>
      <p className={css.title}>{t('ui.writer.waitHint')}</p>
      <p>
        {t(`ui.writer.seen.${state.seen}`)}
        {state.bytesSeen > 0 && ` ${t('ui.writer.seenBytes', { count: state.bytesSeen })}.`}
      </p>
      {virtual && port !== null && (
        <ActionButton look="ember" onClick={() => void pressReset(port)}>
          {t('ui.writer.pressReset')}
        </ActionButton>
      )}
    </div>
  );
}

/** One or two sentences for the state: what to do, what came of it, what is missing. */
export function JobSays({ look, hindrance }: { readonly look: Look; readonly hindrance: Hindrance | null }) {
  const { t } = useWords();
  const { writer } = useScene();
  switch (look) {
    case 'fail':
      return <Failure />;
    case 'wait':
      return <Waiting />;
    case 'work':
      return null;
    case 'stopping':
      return <p className={css.says}>{t('ui.writer.stoppingHint')}</p>;
    case 'stopped':
      return <p className={css.says}>{t('ui.writer.stoppedHint')}</p>;
    case 'pass':
      return <p className={css.says}>{writer.job && t(`ui.writer.passed.${writer.job.action}`)}</p>;
    case 'ready':
      return <p className={css.says}>{t('ui.writer.readyHint')}</p>;
    case 'notReady':
      return (
        <p className={css.says}>
          {hindrance !== null && t(`ui.writer.hindrance.${hindrance}`)}{' '}
          {hindrance === 'noFile' && t('ui.writer.readyErase')}
        </p>
      );
  }
}
