import { isCountry } from '../../../shared/domain/country.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { TokenRules } from './pms.js';

/** The longest name of an access point, bytes (IEEE 802.11). */
const SSID_BYTES = 32;

/** Modules store or replace silently what is no country (authorization §0.1.3). @throws KilnError COUNTRY_UNKNOWN */
export function checkCountry(country: TokenRules['country']): void {
  if (country !== null && !isCountry(country)) throw new KilnError('COUNTRY_UNKNOWN', { country });
}

/** @throws KilnError RSSI_TEST */
export function checkRssi(rssi: TokenRules['rssi']): void {
  if (rssi === null) return;
  const { ssid, min } = rssi;
  const bytes = new TextEncoder().encode(ssid).length;
  if (bytes < 1 || bytes > SSID_BYTES || !Number.isInteger(min) || min > 0 || min < -120) {
    throw new KilnError('RSSI_TEST', { ssid: ssid.slice(0, 64), min, most: SSID_BYTES });
  }
}
