import { StatusGlyph } from '../../../components/StatusGlyph.js';
import css from './WorkLine.module.css';

interface Props {
  /** What is done, for the bar's name. */
  readonly label: string;
  /** 0 to 100. */
  readonly percent: number;
  /** How far it is, in words. */
  readonly words: string;
  readonly className?: string | undefined;
}

/** Work that goes on: shape, words and bar. */
export function WorkLine({ label, percent, words, className = '' }: Props) {
  return (
    <div className={`${css.line} ${className}`}>
      <StatusGlyph kind="work" percent={percent} className={css.glyph} />
      <span role="status">{words}</span>
      <progress className={css.bar} aria-label={label} value={percent} max={100} />
    </div>
  );
}
