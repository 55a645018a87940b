import type { WriterStage } from '../../../shared/contract/writer.js';
import { seconds } from '../../components/format.js';
import { Icon } from '../../components/icons.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useWords } from '../../components/use-words.js';
import { estimateOf } from './estimate.js';
import { isRunning } from './model.js';
import css from './StageRows.module.css';
import { useLoad, useStages } from './use-load.js';
import { useScene } from './writer-store.js';

function Mark({
  stage,
  waiting,
  share,
}: {
  readonly stage: WriterStage;
  readonly waiting: boolean;
  readonly share: number;
}) {
  switch (stage.status) {
    case 'done':
      return <Icon name="tick" className={css.tick} />;
    case 'failed':
      return <StatusGlyph kind="fail" className={css.mark} />;
    case 'active':
      return <StatusGlyph kind={waiting ? 'wait' : 'work'} percent={share} className={css.mark} />;
    case 'pending':
    case 'skipped':
      return <span className={css.dot} />;
  }
}

/** The stages with their seconds; before the start, about how many they will take. */
export function StageRows() {
  const { t } = useWords();
  const { writer } = useScene();
  const stages = useStages();
  const load = useLoad();
  const state = writer.job?.state;
  const waiting = state?.phase === 'waiting';
  const share = state?.phase === 'working' && state.total > 0 ? (state.done / state.total) * 100 : 25;
  const begun = isRunning(writer.job) || stages.some(({ status }) => status !== 'pending');
  const time = (stage: WriterStage): string => {
    if (stage.status === 'skipped') return '';
    if (stage.status !== 'pending') return `${seconds(stage.seconds)} s`;
    const about = Math.round(estimateOf(stage.id, load));
    return begun || about < 1 ? '' : `${about} s`;
  };
  return (
    <ol className={css.list} aria-label={t('ui.writer.stages')}>
      {stages.map((stage) => (
        <li
          key={stage.id}
          className={css.stage}
          data-status={stage.status}
          data-waiting={waiting}
          aria-current={stage.status === 'active' ? 'step' : undefined}
        >
          <Mark stage={stage} waiting={waiting} share={share} />
          <span className={css.name}>{t(`stages.${stage.id}`)}</span>
          <span className={css.seconds}>{time(stage)}</span>
        </li>
      ))}
    </ol>
  );
}
