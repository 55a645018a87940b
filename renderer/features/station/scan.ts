import { isToken } from '../../../shared/domain/token.js';

/** Longest gap inside one scan; a scanner types a character every few milliseconds. */
const GAP_MS = 100;

export interface Scan {
  readonly text: string;
  readonly at: number;
}
export const NO_SCAN: Scan = { text: '', at: 0 };

/**
 * Collects what a barcode scanner types while no field has the focus. `token` is set at the Enter that ends a
 * whole token (its check character makes a chance hit unlikely); anything else is forgotten.
 */
export function nextScan(
  scan: Scan,
  key: string,
  at: number,
): { readonly scan: Scan; readonly token: string | null } {
  const text = at - scan.at > GAP_MS ? '' : scan.text;
  if (key === 'Enter') return { scan: NO_SCAN, token: isToken(text) ? text : null };
  if (key === 'Shift') return { scan: { text, at }, token: null };
  return key.length === 1 ? { scan: { text: text + key, at }, token: null } : { scan: NO_SCAN, token: null };
}
