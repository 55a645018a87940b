import { seconds } from '../../components/format.js';
import { StatusGlyph, type GlyphKind } from '../../components/StatusGlyph.js';
import { useNow } from '../../components/use-now.js';
import { useWords } from '../../components/use-words.js';
import { estimateOf, overallPercent } from './estimate.js';
import { JobFacts } from './JobFacts.js';
import css from './JobPanel.module.css';
import { JobSays } from './JobSays.js';
import { hindranceOf, lookOf, type Look } from './model.js';
import { StageRows } from './StageRows.js';
import { useLoad, useStages } from './use-load.js';
import { useScene } from './writer-store.js';

const GLYPH: Partial<Record<Look, GlyphKind>> = {
  wait: 'wait',
  work: 'work',
  stopping: 'work',
  pass: 'pass',
  fail: 'fail',
  stopped: 'stopped',
};

function countdown(deadlineAt: number, now: number): number {
  return Math.max(0, Math.ceil((deadlineAt - now) / 1000));
}

/** The number beside the state: seconds to wait, percent done, seconds taken, or about how many it will take. */
function useNumber(look: Look): string | null {
  const { t } = useWords();
  const scene = useScene();
  const load = useLoad();
  const stages = useStages();
  const { job } = scene.writer;
  const state = job?.state;
  const now = useNow(state?.phase === 'waiting', 250);
  if (state?.phase === 'waiting') return `${countdown(state.deadlineAt, now)} s`;
  if (job !== null && look === 'work') return `${overallPercent(job, load)} %`;
  if (state?.phase === 'succeeded') return `${seconds(state.result.seconds)} s`;
  if (look !== 'ready') return null;
  const sum = stages.reduce((all, { id }) => all + estimateOf(id, load), 0);
  return t('ui.writer.estimate', { seconds: Math.ceil(sum) });
}

function Head({ look }: { readonly look: Look }) {
  const { t } = useWords();
  const { writer } = useScene();
  const load = useLoad();
  const number = useNumber(look);
  const percent = writer.job === null ? 0 : overallPercent(writer.job, load);
  const glyph = GLYPH[look];
  const shown = look === 'work' || look === 'stopping' ? percent : look === 'pass' ? 100 : 0;
  return (
    <>
      <div className={css.head} data-look={look} data-testid="writer-state">
        {glyph !== undefined && (
          <StatusGlyph
            kind={glyph}
            percent={percent}
            on={look === 'wait' ? 'band' : 'surface'}
            className={css.glyph}
          />
        )}
        <span className={css.word} role="status">
          {t(`ui.writer.state.${look}`)}
        </span>
        {number !== null && <span className={css.number}>{number}</span>}
      </div>
      {look !== 'wait' && (
        <div
          className={css.track}
          data-look={look}
          role="progressbar"
          aria-label={t('ui.writer.progress')}
          aria-valuenow={shown}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <div style={{ transform: `scaleX(${shown / 100})` }} />
        </div>
      )}
    </>
  );
}

/** What the job is doing, or what stands before it, or what came of it. */
export function JobPanel() {
  const scene = useScene();
  const look = lookOf(scene);
  const hindrance = hindranceOf('program', scene);
  return (
    <div className={css.panel}>
      <Head look={look} />
      <JobSays look={look} hindrance={hindrance} />
      <StageRows />
      <JobFacts look={look} />
    </div>
  );
}
