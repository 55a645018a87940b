import { seconds } from '../../components/format.js';
import { StatusGlyph, type GlyphKind } from '../../components/StatusGlyph.js';
import { useNow } from '../../components/use-now.js';
import { countdown, secondsOf, type Look } from './slot-look.js';
import css from './TileBand.module.css';
import type { TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

const GLYPH: Readonly<Record<Look, GlyphKind>> = {
  ready: 'ready',
  notReady: 'ready',
  wait: 'wait',
  work: 'work',
  ask: 'ask',
  stopping: 'work',
  pass: 'pass',
  fail: 'fail',
  stopped: 'stopped',
};

/** The number of a band with its unit, null where there is none. */
function useNumber({ slot, look, percent }: TileModel): readonly [string, string] | null {
  const { t } = useWords();
  const { state } = slot;
  const now = useNow(state.phase === 'waiting', 250);
  if (state.phase === 'waiting') return [String(countdown(state.deadlineAt, now)), t('ui.tile.unitSeconds')];
  if (look === 'work') return [String(percent), t('ui.tile.unitPercent')];
  const took = secondsOf(slot);
  return took === null ? null : [seconds(took), t('ui.tile.unitSeconds')];
}

/** The band is the tile: glyph, word and number of its state, readable at three metres. WORKING is its own bar. */
export function TileBand({ tile, alone }: { readonly tile: TileModel; readonly alone: boolean }) {
  const { t } = useWords();
  const { slot, look, percent } = tile;
  const number = useNumber(tile);
  const working = look === 'work';
  return (
    <div
      className={`${css.band} ${css[look]} ${alone ? css.alone : ''}`}
      data-testid={`slot-${slot.slot}-state`}
      data-look={look}
    >
      {working && (
        <div
          className={css.fill}
          role="progressbar"
          aria-label={t('ui.tile.progress', { slot: slot.slot })}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          style={{ transform: `scaleX(${percent / 100})` }}
        />
      )}
      <StatusGlyph kind={GLYPH[look]} percent={percent} on="band" className={css.glyph} />
      <span className={css.word} role="status">
        {t(`ui.tile.state.${look}`)}
      </span>
      {number !== null && (
        <span className={css.number}>
          {number[0]}
          <span className={css.unit}> {number[1]}</span>
        </span>
      )}
    </div>
  );
}
