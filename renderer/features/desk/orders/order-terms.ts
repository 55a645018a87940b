import type { PmsAsk } from '../../../../shared/contract/pms/operations.js';

/** What a person typed of the boards a token is for, and of its time: each as its field has it, empty for nothing. */
export interface OrderTerms {
  /** `2026-12-01`, a day here. */
  readonly effective: string;
  readonly expires: string;
  readonly lowWater: string;
  readonly country: string;
  readonly ssid: string;
  readonly rssiMin: string;
  readonly gpio: boolean;
  readonly macFrom: string;
  readonly macTo: string;
}

export const NO_TERMS: OrderTerms = {
  effective: '',
  expires: '',
  lowWater: '',
  country: '',
  ssid: '',
  rssiMin: '-60',
  gpio: false,
  macFrom: '',
  macTo: '',
};

const isWhole = (text: string): boolean => /^-?\d+$/.test(text.trim());

/** False while a number is no number; all else is the desk's to judge, in words. */
export function termsReady({ lowWater, ssid, rssiMin }: OrderTerms): boolean {
  return (lowWater === '' || isWhole(lowWater)) && (ssid === '' || isWhole(rssiMin));
}

type Asked = Pick<
  PmsAsk<'order.create'>,
  'effectiveAt' | 'expiresAt' | 'lowWater' | 'country' | 'tests' | 'macRule'
>;

/** As the order asks for it: a day begins at its first moment here, and is good until its last. */
export function termsAsked(terms: OrderTerms): Asked {
  const { effective, expires, lowWater, country, ssid, rssiMin, gpio, macFrom, macTo } = terms;
  return {
    effectiveAt: effective === '' ? null : new Date(`${effective}T00:00:00`).toISOString(),
    expiresAt: expires === '' ? null : new Date(`${expires}T23:59:59.999`).toISOString(),
    country: country === '' ? null : country,
    tests: { rssi: ssid === '' ? null : { ssid, min: Number(rssiMin) }, gpio },
    macRule: macFrom === '' && macTo === '' ? null : { from: macFrom.trim(), to: macTo.trim() },
    ...(lowWater === '' ? {} : { lowWater: Number(lowWater) }),
  };
}
