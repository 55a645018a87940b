import type { ReactNode } from 'react';

import css from './StateBand.module.css';
import { StatusGlyph, type GlyphKind } from './StatusGlyph.js';

/** What a band says at three metres. */
export type BandLook =
  'ready' | 'notReady' | 'wait' | 'work' | 'ask' | 'stopping' | 'pass' | 'fail' | 'stopped';

export const GLYPH_OF: Readonly<Record<BandLook, GlyphKind>> = {
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

interface Props {
  readonly look: BandLook;
  readonly word: ReactNode;
  /** A number and its unit. */
  readonly number?: readonly [string, string] | null;
  /** 0..100; a working band is its own progress bar. */
  readonly percent?: number;
  /** What the progress is of, for those who do not see it. */
  readonly progress?: string;
  readonly testId?: string;
  /** Sets --band-height, --band-font, --band-gap, --band-pad, --band-word, where the usual ones do not fit. */
  readonly className?: string | undefined;
}

/** The band that says a state: glyph, word and number. */
export function StateBand({ look, word, number = null, percent = 0, progress, testId, className }: Props) {
  return (
    <div className={`${css.band} ${css[look]} ${className ?? ''}`} data-testid={testId} data-look={look}>
      {look === 'work' && (
        <div
          className={css.fill}
          role="progressbar"
          aria-label={progress}
          aria-valuenow={Math.floor(percent)}
          aria-valuemin={0}
          aria-valuemax={100}
          style={{ transform: `scaleX(${percent / 100})` }}
        />
      )}
      <StatusGlyph kind={GLYPH_OF[look]} percent={percent} on="band" className={css.glyph} />
      <span className={css.word} role="status">
        {word}
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
