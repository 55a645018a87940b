import type { WriterAction } from '../../../shared/domain/writer.js';
import { ActionButton } from '../../components/ActionButton.js';
import { useWords, type WordKey } from '../../components/use-words.js';
import css from './Actions.module.css';
import { hindranceOf, isRunning, lookOf } from './model.js';
import { useScene, useWriter } from './writer-store.js';

const BUTTONS: readonly { readonly action: WriterAction; readonly key: string; readonly word: WordKey }[] = [
  { action: 'program', key: 'F5', word: 'ui.writer.program' },
  { action: 'erase', key: 'Alt E', word: 'ui.writer.erase' },
  { action: 'read', key: 'Alt R', word: 'ui.writer.read' },
  { action: 'verify', key: 'Alt V', word: 'ui.writer.verifyAction' },
  { action: 'detect', key: 'Alt D', word: 'ui.writer.detect' },
];

function RunButton({
  action,
  keyName,
  word,
}: {
  readonly action: WriterAction;
  readonly keyName: string;
  readonly word: WordKey;
}) {
  const { t } = useWords();
  const scene = useScene();
  const run = useWriter((state) => state.run);
  const point = useWriter((state) => state.point);
  const hindrance = hindranceOf(action, scene);
  const running = isRunning(scene.writer.job);
  const look = lookOf(scene);
  // After a failure the remedy is the next thing to do; while a job runs nothing is.
  const next =
    action === 'program' && hindrance === null && (look === 'ready' || look === 'pass' || look === 'stopped');
  return (
    <ActionButton
      className={action === 'program' ? css.wide : css.half}
      large={action === 'program'}
      look={next ? 'ember' : 'plain'}
      keyName={keyName}
      disabled={running || hindrance !== null}
      title={hindrance === null || running ? undefined : t(`ui.writer.hindrance.${hindrance}`)}
      onClick={() => void run(action)}
      onPointerEnter={() => point(action)}
      onPointerLeave={() => point(null)}
      onFocus={() => point(action)}
      onBlur={() => point(null)}
    >
      {t(word)}
    </ActionButton>
  );
}

/** What can be done, each with its key; what cannot says why when it is pointed at. */
export function Actions() {
  const { t } = useWords();
  const { writer } = useScene();
  const stop = useWriter((state) => state.stop);
  return (
    <div className={css.actions} role="group" aria-label={t('ui.writer.actions')}>
      {BUTTONS.map(({ action, key, word }) => (
        <RunButton key={action} action={action} keyName={key} word={word} />
      ))}
      <ActionButton
        className={css.wide}
        large
        keyName="Esc"
        disabled={!isRunning(writer.job) || writer.job?.state.phase === 'stopping'}
        onClick={() => void stop()}
      >
        {t('ui.writer.stop')}
      </ActionButton>
    </div>
  );
}
