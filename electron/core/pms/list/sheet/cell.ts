import { insist } from './damage.js';
import { unescaped } from './rich-text.js';

/** Columns that are looked at; the rest of a row is left out. */
export const MOST_COLUMNS = 1024;
/** From here on a spreadsheet no longer has every digit, and shows that. */
const LOSES_DIGITS = 1e15;

/** The column a place like `C5` names, from 0. @throws DamagedWorkbook */
export function columnOf(place: string): number {
  let column = 0;
  for (let index = 0; index < place.length; index += 1) {
    const letter = place.charCodeAt(index) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  insist(column > 0 && column <= 16_384, 'column');
  return column - 1;
}

/** A number as a person sees it: with 15 digits at most, and with an exponent where it has more of them. */
function shownNumber(written: string): string {
  const value = Number(written);
  if (written === '' || !Number.isFinite(value)) return written;
  if (Math.abs(value) >= LOSES_DIGITS) return value.toExponential(5).toUpperCase();
  return String(Number(value.toPrecision(15)));
}

/**
 * A cell as a person sees it.
 * @param type `t` of the cell
 * @param value what stands in its `v`
 * @param textAt of the shared texts
 * @throws DamagedWorkbook
 */
export function cellText(type: string, value: string, textAt: (index: number) => string | undefined): string {
  if (type === 's') {
    if (value === '') return '';
    const index = Number(value);
    const text = Number.isInteger(index) && index >= 0 ? textAt(index) : undefined;
    insist(text !== undefined, 'no such text');
    return text;
  }
  if (type === 'b') return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : value;
  return type === 'n' ? shownNumber(value) : unescaped(value);
}
