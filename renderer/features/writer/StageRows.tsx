import type { WriterStage } from '../../../shared/contract/writer.js';
import { seconds } from '../../components/format.js';
import { StageList } from '../../components/StageList.js';
import { useWords } from '../../components/use-words.js';
import { estimateOf } from './estimate.js';
import { isRunning } from './model.js';
import css from './StageRows.module.css';
import { useLoad, useStages } from './use-load.js';
import { useScene } from './writer-store.js';

/** The stages with their seconds; before the start, about how many they will take. */
export function StageRows() {
  const { t } = useWords();
  const { writer } = useScene();
  const stages = useStages();
  const load = useLoad();
  const state = writer.job?.state;
  const begun = isRunning(writer.job) || stages.some(({ status }) => status !== 'pending');
  const unit = t('ui.tile.unitSeconds');
  const time = (stage: WriterStage): string => {
    if (stage.status === 'skipped') return '';
    if (stage.status !== 'pending') return `${seconds(stage.seconds)} ${unit}`;
    const about = Math.round(estimateOf(stage.id, load));
    return begun || about < 1 ? '' : `${about} ${unit}`;
  };
  return (
    <StageList
      label={t('ui.writer.stages')}
      stages={stages}
      waiting={state?.phase === 'waiting'}
      progress={state?.phase === 'working' ? state : null}
      time={time}
      className={css.list}
    />
  );
}
