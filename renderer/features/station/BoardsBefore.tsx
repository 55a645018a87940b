import type { Outcome } from '../../../shared/contract/records.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { clockTime, seconds } from '../../components/format.js';
import { StatusGlyph, type GlyphKind } from '../../components/StatusGlyph.js';
import css from './BoardsBefore.module.css';
import { useSnapshot } from './station-context.js';
import { useWords } from '../../components/use-words.js';

const GLYPH: Readonly<Record<Outcome, GlyphKind>> = {
  succeeded: 'pass',
  failed: 'fail',
  cancelled: 'stopped',
  interrupted: 'stopped',
};

/** The latest boards, newest on top. */
export function BoardsBefore() {
  const { t } = useWords();
  const recent = useSnapshot((snapshot) => snapshot.counters.recent);
  if (recent.length === 0) return <p className={css.none}>{t('ui.tile.noBoardsBefore')}</p>;
  return (
    <ul className={css.list}>
      {[...recent].reverse().map((board) => (
        <li key={board.runId} className={css.board} data-outcome={board.outcome}>
          <StatusGlyph kind={GLYPH[board.outcome]} />
          <span className={css.outcome}>{t(`ui.outcome.${board.outcome}`)}</span>
          <span className={`mono ${css.time}`}>{clockTime(board.at)}</span>
          <span className={`mono ${css.mac}`}>{board.mac === null ? '–' : formatMac(board.mac)}</span>
          <span className={css.seconds}>{`${seconds(board.seconds)} ${t('ui.tile.unitSeconds')}`}</span>
        </li>
      ))}
    </ul>
  );
}
