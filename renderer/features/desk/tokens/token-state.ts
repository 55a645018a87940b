import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import type { GlyphKind } from '../../../components/StatusGlyph.js';

export type TokenState =
  'revoked' | 'expired' | 'notYet' | 'unverified' | 'foreign' | 'spent' | 'low' | 'usable';

/** What matters most of a token, to whoever asks. */
export function tokenState(token: TokenDetail, now: number): TokenState {
  const { revoked, expiresAt, effectiveAt, verification, usable, free, low } = token;
  if (revoked !== null) return 'revoked';
  if (expiresAt !== null && Date.parse(expiresAt) <= now) return 'expired';
  if (effectiveAt !== null && Date.parse(effectiveAt) > now) return 'notYet';
  if (verification === 'needed') return 'unverified';
  if (!usable) return 'foreign';
  if (free === 0) return 'spent';
  return low ? 'low' : 'usable';
}

/** Nothing is said in colour that needs no person. */
export const STATE_GLYPHS: Readonly<Record<TokenState, GlyphKind>> = {
  revoked: 'stopped',
  expired: 'stopped',
  notYet: 'stopped',
  unverified: 'ask',
  foreign: 'stopped',
  spent: 'stopped',
  low: 'ask',
  usable: 'ready',
};
