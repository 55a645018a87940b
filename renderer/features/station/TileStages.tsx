import type { StageView } from '../../../shared/contract/station.js';
import { seconds } from '../../components/format.js';
import { StageList, StageMark } from '../../components/StageList.js';
import css from './TileStages.module.css';
import type { TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

/** The stages of a run with their seconds, in as many columns as they need. */
export function TileStages({ tile }: { readonly tile: TileModel }) {
  const { t } = useWords();
  const { slot, look, progress } = tile;
  const time = ({ status, seconds: took }: StageView): string =>
    status === 'pending' || status === 'skipped' ? '' : `${seconds(took)} ${t('ui.tile.unitSeconds')}`;
  return (
    <StageList
      label={t('ui.tile.stages')}
      stages={slot.stages}
      waiting={look === 'wait'}
      progress={progress}
      time={time}
      className={css.list}
    />
  );
}

/** The stage a run is in (or ended in) in one line, where there is no room for the list. */
export function StageLine({ tile }: { readonly tile: TileModel }) {
  const { t } = useWords();
  const { stages } = tile.slot;
  const at = stages.findIndex(({ status }) => status === 'active' || status === 'failed');
  const stage = stages[at];
  if (stage === undefined) return null;
  return (
    <p className={css.line}>
      <StageMark status={stage.status} waiting={tile.look === 'wait'} progress={tile.progress} />
      <span className={css.name}>{t(`stages.${stage.id}`)}</span>
      <span className={css.of}>{t('ui.tile.stageOf', { number: at + 1, total: stages.length })}</span>
      <span className={css.seconds}>{`${seconds(stage.seconds)} ${t('ui.tile.unitSeconds')}`}</span>
    </p>
  );
}
