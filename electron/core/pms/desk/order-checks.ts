import type { PmsRequest } from '../../../../shared/contract/pms/operations.js';
import { macCount, macProblem, parseMac } from '../../../../shared/domain/mac.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { checkCountry, checkRssi } from '../token-terms.js';

type OrderRequest = PmsRequest<'order.create'>;

/** What a token asks of its boards, and when it is good, as the ledger keeps it; times in ms since 1970. */
export interface TokenTerms {
  readonly country: string | null;
  readonly rssi_ssid: string | null;
  readonly rssi_min: number | null;
  readonly gpio: 0 | 1;
  readonly effective_at: number | null;
  readonly expires_at: number | null;
  readonly mac_from: string | null;
  readonly mac_to: string | null;
  readonly low_water: number;
}

/** @throws KilnError COUNTRY_UNKNOWN */
function countryOf({ country }: OrderRequest): string | null {
  const code = country?.trim().toUpperCase() ?? null;
  checkCountry(code);
  return code;
}

/** @throws KilnError RSSI_TEST */
function rssiOf({ tests: { rssi } }: OrderRequest): Pick<TokenTerms, 'rssi_ssid' | 'rssi_min'> {
  checkRssi(rssi);
  return { rssi_ssid: rssi?.ssid ?? null, rssi_min: rssi?.min ?? null };
}

/** @throws KilnError ORDER_DATES, ORDER_EXPIRED */
function datesOf(
  { effectiveAt, expiresAt }: OrderRequest,
  now: number,
): Pick<TokenTerms, 'effective_at' | 'expires_at'> {
  const time = (text: string | null): number | null => (text === null ? null : Date.parse(text));
  const [effective_at, expires_at] = [time(effectiveAt), time(expiresAt)];
  if (expires_at !== null && expires_at <= now) throw new KilnError('ORDER_EXPIRED', { expiresAt });
  if (effective_at !== null && expires_at !== null && expires_at <= effective_at) {
    throw new KilnError('ORDER_DATES', { effectiveAt, expiresAt });
  }
  return { effective_at, expires_at };
}

/** @throws KilnError MAC_RANGE; MAC_RANGE_SMALL where licenses would be left that no board can get */
function macsOf({ macRule }: OrderRequest, quantity: number): Pick<TokenTerms, 'mac_from' | 'mac_to'> {
  if (macRule === null) return { mac_from: null, mac_to: null };
  const [from, to] = [parseMac(macRule.from), parseMac(macRule.to)];
  if (from === null || to === null || from > to || macProblem(from) !== null || macProblem(to) !== null) {
    throw new KilnError('MAC_RANGE', { from: macRule.from, to: macRule.to });
  }
  const boards = macCount(from, to);
  if (boards < quantity) throw new KilnError('MAC_RANGE_SMALL', { boards, quantity });
  return { mac_from: from, mac_to: to };
}

/** @throws KilnError LOW_WATER_HIGH: the warning would never end */
export function lowWaterOf(lowWater: number, amount: number): number {
  if (lowWater > amount) throw new KilnError('LOW_WATER_HIGH', { lowWater, amount });
  return lowWater;
}

/** @throws KilnError ORDER_LIST_RULES: a license list has no token that could carry them */
export function refuseListRules(request: OrderRequest): void {
  const { mode, country, tests, macRule, effectiveAt, expiresAt, lowWater } = request;
  if (mode !== 'license-list') return;
  const given = [country, tests.rssi, macRule, effectiveAt, expiresAt, lowWater ?? null];
  if (tests.gpio || given.some((one) => one !== null)) throw new KilnError('ORDER_LIST_RULES');
}

/**
 * The terms of an order's token.
 * @param now ms since 1970
 * @throws KilnError COUNTRY_UNKNOWN, RSSI_TEST, ORDER_DATES, ORDER_EXPIRED, MAC_RANGE, MAC_RANGE_SMALL, LOW_WATER_HIGH
 */
export function termsOf(
  request: OrderRequest,
  { quantity, now }: { readonly quantity: number; readonly now: number },
): TokenTerms {
  const { lowWater } = request;
  return {
    country: countryOf(request),
    ...rssiOf(request),
    gpio: request.tests.gpio ? 1 : 0,
    ...datesOf(request, now),
    ...macsOf(request, quantity),
    // Nobody said: a tenth of it.
    low_water: lowWater === undefined ? Math.floor(quantity / 10) : lowWaterOf(lowWater, quantity),
  };
}
