import { countdown, seconds } from '../../components/format.js';
import { GLYPH_OF, StateBand } from '../../components/StateBand.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
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

/** The number beside the state: seconds to wait, percent done, seconds taken, or about how many it will take. */
function useNumber(look: Look): readonly [string, string] | null {
  const { t } = useWords();
  const scene = useScene();
  const load = useLoad();
  const stages = useStages();
  const { job } = scene.writer;
  const state = job?.state;
  const now = useNow(state?.phase === 'waiting', 250);
  const unit = t('ui.tile.unitSeconds');
  if (state?.phase === 'waiting') return [String(countdown(state.deadlineAt, now)), unit];
  if (job !== null && look === 'work') return [String(overallPercent(job, load)), t('ui.tile.unitPercent')];
  if (state?.phase === 'succeeded') return [seconds(state.result.seconds), unit];
  if (look !== 'ready') return null;
  const sum = stages.reduce((all, { id }) => all + estimateOf(id, load), 0);
  return [t('ui.writer.estimate', { seconds: Math.ceil(sum) }), ''];
}

/** The one state that is read from across the bench is a band; the others are words in their colour over a bar. */
function Head({ look }: { readonly look: Look }) {
  const { t } = useWords();
  const { writer } = useScene();
  const load = useLoad();
  const number = useNumber(look);
  const word = t(`ui.writer.state.${look}`);
  const percent = writer.job === null ? 0 : overallPercent(writer.job, load);
  const shown = look === 'work' || look === 'stopping' ? percent : look === 'pass' ? 100 : 0;
  if (look === 'wait') {
    return <StateBand look="wait" word={word} number={number} testId="writer-state" className={css.band} />;
  }
  return (
    <>
      <div className={css.head} data-look={look} data-testid="writer-state">
        {look !== 'ready' && look !== 'notReady' && (
          <StatusGlyph kind={GLYPH_OF[look]} percent={percent} className={css.glyph} />
        )}
        <span className={css.word} role="status">
          {word}
        </span>
        {number !== null && <span className={css.number}>{number.join(' ').trim()}</span>}
      </div>
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
