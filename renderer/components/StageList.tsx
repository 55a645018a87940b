import type { StageView } from '../../shared/contract/station.js';
import { Icon } from './icons.js';
import css from './StageList.module.css';
import { StatusGlyph } from './StatusGlyph.js';
import { useWords, type WordKey } from './use-words.js';

/** What any list of stages shows: of a run, or of the Writer's job. */
export interface Staged {
  readonly id: string;
  readonly status: StageView['status'];
}

interface Shown {
  /** The active stage waits for a hand. */
  readonly waiting: boolean;
  /** What the active stage has counted. */
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** How full the ring of an active stage is; one that counts nothing shows a quarter. */
function shareOf(progress: Shown['progress']): number {
  return progress !== null && progress.total > 0 ? (progress.done / progress.total) * 100 : 25;
}

/** Tick, cross, ring or dot: how a stage stands. */
export function StageMark({ status, waiting, progress }: Shown & Pick<Staged, 'status'>) {
  switch (status) {
    case 'done':
      return <Icon name="tick" className={css.tick} />;
    case 'failed':
      return <StatusGlyph kind="fail" className={css.mark} />;
    case 'active':
      return (
        <StatusGlyph kind={waiting ? 'wait' : 'work'} percent={shareOf(progress)} className={css.mark} />
      );
    case 'pending':
    case 'skipped':
      return <span className={css.dot} />;
  }
}

interface Props<S extends Staged> extends Shown {
  readonly label: string;
  readonly stages: readonly S[];
  /** The seconds beside a stage, in words. */
  readonly time: (stage: S) => string;
  readonly className?: string | undefined;
}

/** The stages of a run with their seconds. */
export function StageList<S extends Staged>({ label, stages, time, className, ...shown }: Props<S>) {
  const { t } = useWords();
  return (
    <ol className={className} aria-label={label}>
      {stages.map((stage) => (
        <li
          key={stage.id}
          className={css.stage}
          data-status={stage.status}
          data-waiting={shown.waiting}
          aria-current={stage.status === 'active' ? 'step' : undefined}
        >
          <StageMark status={stage.status} {...shown} />
          <span className={css.name}>{t(`stages.${stage.id}` as WordKey)}</span>
          <span className={css.seconds}>{time(stage)}</span>
        </li>
      ))}
    </ol>
  );
}
