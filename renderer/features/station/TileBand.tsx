import { countdown, seconds } from '../../components/format.js';
import { StateBand } from '../../components/StateBand.js';
import { useNow } from '../../components/use-now.js';
import { secondsOf } from './slot-look.js';
import css from './TileBand.module.css';
import type { TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

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
  return (
    <StateBand
      look={look}
      word={t(`ui.tile.state.${look}`)}
      number={useNumber(tile)}
      percent={percent}
      progress={t('ui.tile.progress', { slot: slot.slot })}
      testId={`slot-${slot.slot}-state`}
      className={`${css.tile} ${alone ? css.alone : ''}`}
    />
  );
}
