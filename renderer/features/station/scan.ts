import { isOrderCode } from '../../../shared/domain/order-code.js';
import { isToken } from '../../../shared/domain/token.js';

/** Longest gap inside one scan; a scanner types a character every few milliseconds. */
const GAP_MS = 100;
/** A key and Enter pressed together are no scan. */
const SHORTEST = 3;

export interface Scan {
  readonly text: string;
  readonly at: number;
  /** The slot that was selected when it began: its digits are keys too, and select others. */
  readonly from: number;
}
export const NO_SCAN: Scan = { text: '', at: 0, from: 0 };

/**
 * Collects what a barcode scanner types while no field has the focus. `whole` is set at the Enter that ends it.
 * @param selected - the slot that is selected before this key does anything
 */
export function nextScan(
  scan: Scan,
  key: string,
  { at, selected }: { readonly at: number; readonly selected: number },
): { readonly scan: Scan; readonly whole: Scan | null } {
  const going = scan.text !== '' && at - scan.at <= GAP_MS;
  const { text, from } = going ? scan : { text: '', from: selected };
  if (key === 'Enter') return { scan: NO_SCAN, whole: text.length < SHORTEST ? null : { text, at, from } };
  if (key === 'Shift') return { scan: { text, at, from }, whole: null };
  return { scan: key.length === 1 ? { text: text + key, at, from } : NO_SCAN, whole: null };
}

/**
 * What a scanned text is for. Where boards are asked for serial numbers it is one: of sixteen characters, one in 32
 * would pass for a token. Anything that is none of them is forgotten.
 */
export function scanKind(text: string, asksSerials: boolean): 'serial' | 'token' | 'order' | null {
  if (asksSerials) return 'serial';
  if (isToken(text)) return 'token';
  return isOrderCode(text) ? 'order' : null;
}
