import css from './StatusGlyph.module.css';

/** Outlines that differ without colour: hollow ring, filling ring, disc, octagon, diamond; the rest is neutral. */
export type GlyphKind = 'wait' | 'work' | 'pass' | 'fail' | 'ask' | 'ready' | 'stopped';

interface Props {
  readonly kind: GlyphKind;
  /** 0..100, how full the ring of `work` is. */
  readonly percent?: number;
  /** `colour`: the status colour as text; `band`: the colour of the band it stands on. */
  readonly on?: 'surface' | 'band';
  readonly className?: string | undefined;
}

const RADIUS = 16;
const ROUND = 2 * Math.PI * RADIUS;
const OCTAGON = 'M12.7 2.5h14.6L37.5 12.7v14.6L27.3 37.5H12.7L2.5 27.3V12.7Z';
const DIAMOND = 'M20 1.5 38.5 20 20 38.5 1.5 20Z';

function Shape({ kind, percent }: { readonly kind: GlyphKind; readonly percent: number }) {
  switch (kind) {
    case 'wait':
      return <circle className={css.ring} cx="20" cy="20" r={RADIUS} />;
    case 'work':
      return (
        <>
          <circle className={css.track} cx="20" cy="20" r={RADIUS} />
          <circle
            className={css.ring}
            cx="20"
            cy="20"
            r={RADIUS}
            strokeDasharray={`${(ROUND * Math.min(100, Math.max(2, percent))) / 100} ${ROUND}`}
            transform="rotate(-90 20 20)"
          />
        </>
      );
    case 'pass':
      return (
        <>
          <circle className={css.solid} cx="20" cy="20" r="19" />
          <path className={css.cut} d="m11.5 20.5 6 6 11-12" />
        </>
      );
    case 'fail':
      return (
        <>
          <path className={css.solid} d={OCTAGON} />
          <path className={css.cut} d="m14 14 12 12m0-12L14 26" />
        </>
      );
    case 'ask':
      return (
        <>
          <path className={css.solid} d={DIAMOND} />
          <path className={css.cutThin} d="M15.5 16.2c0-6 9-5.8 9-.4 0 3.6-4.5 3.6-4.5 7.2" />
          <circle className={css.dot} cx="20" cy="28" r="2.2" />
        </>
      );
    case 'ready':
      return <circle className={css.dashed} cx="20" cy="20" r={RADIUS} />;
    case 'stopped':
      return <rect className={css.square} x="6" y="6" width="28" height="28" rx="3" />;
  }
}

/** The shape of a state. The word beside it says the same, so it is hidden from screen readers. */
export function StatusGlyph({ kind, percent = 0, on = 'surface', className }: Props) {
  return (
    <svg
      viewBox="0 0 40 40"
      aria-hidden="true"
      data-glyph={kind}
      className={[css.glyph, css[kind], on === 'band' ? css.band : '', className ?? ''].join(' ')}
    >
      <Shape kind={kind} percent={percent} />
    </svg>
  );
}
