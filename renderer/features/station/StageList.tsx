import type { StageView } from '../../../shared/contract/station.js';
import { seconds } from '../../components/format.js';
import { Icon } from '../../components/icons.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import css from './StageList.module.css';
import type { TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

/** Share of the active stage, for its small ring. */
function shareOf({ progress }: TileModel): number {
  return progress !== null && progress.total > 0 ? (progress.done / progress.total) * 100 : 25;
}

function Mark({ stage, tile }: { readonly stage: StageView; readonly tile: TileModel }) {
  switch (stage.status) {
    case 'done':
      return <Icon name="tick" className={css.tick} />;
    case 'failed':
      return <StatusGlyph kind="fail" className={css.mark} />;
    case 'active':
      return tile.look === 'wait' ? (
        <StatusGlyph kind="wait" className={css.mark} />
      ) : (
        <StatusGlyph kind="work" percent={shareOf(tile)} className={css.mark} />
      );
    case 'pending':
    case 'skipped':
      return <span className={css.dot} />;
  }
}

/** The stages of a run with their seconds; `rows` wraps them into columns of that many. */
export function StageList({ tile }: { readonly tile: TileModel }) {
  const { t } = useWords();
  return (
    <ol className={css.list} aria-label={t('ui.tile.stages')}>
      {tile.slot.stages.map((stage) => (
        <li
          key={stage.id}
          className={css.stage}
          data-status={stage.status}
          data-look={tile.look}
          aria-current={stage.status === 'active' ? 'step' : undefined}
        >
          <Mark stage={stage} tile={tile} />
          <span className={css.name}>{t(`stages.${stage.id}`)}</span>
          <span className={css.seconds}>
            {stage.status !== 'pending' &&
              stage.status !== 'skipped' &&
              `${seconds(stage.seconds)} ${t('ui.tile.unitSeconds')}`}
          </span>
        </li>
      ))}
    </ol>
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
      <Mark stage={stage} tile={tile} />
      <span className={css.lineName}>{t(`stages.${stage.id}`)}</span>
      <span className={css.lineOf}>{t('ui.tile.stageOf', { number: at + 1, total: stages.length })}</span>
      <span className={css.seconds}>{`${seconds(stage.seconds)} ${t('ui.tile.unitSeconds')}`}</span>
    </p>
  );
}
