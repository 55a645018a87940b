import { expect, it } from 'vitest';

import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { TOKEN } from '../../../dev/samples.js';
import { tokenState } from './token-state.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const usable: TokenDetail = {
  ...TOKEN,
  orderCode: null,
  effectiveAt: null,
  expiresAt: null,
  verification: 'done',
  boundTo: 'local',
  usable: true,
  revoked: null,
  macRule: null,
  lowWater: 0,
  low: false,
  leased: 0,
};

it.each<[string, Partial<TokenDetail>]>([
  ['usable', {}],
  ['low', { low: true }],
  ['spent', { free: 0, low: true }],
  ['foreign', { usable: false }],
  ['unverified', { usable: false, verification: 'needed' }],
  ['notYet', { effectiveAt: '2026-11-26T00:00:00Z', usable: false }],
  ['expired', { expiresAt: '2026-11-25T12:00:00Z' }],
  ['revoked', { revoked: { at: '', reason: '' }, expiresAt: '2020-01-01T00:00:00Z' }],
])('a token is %s', (state, change) => {
  expect(tokenState({ ...usable, ...change }, NOW)).toBe(state);
});
