import { parseObject, type JsonObject } from './json.js';
import type { Personality } from './personality.js';
import type { Settings } from './settings.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function storedLicense(settings: Settings): JsonObject | null {
  const stored = settings.get('gw_bi');
  return stored === null ? null : parseObject(Buffer.from(stored, 'utf8'));
}

/** Where pskKey was null the module stores whatever stood in its memory (authorization §1.7). */
function garbage(random: () => number): string {
  return Array.from({ length: 37 }, () => String.fromCharCode(0xa1 + Math.floor(random() * 94))).join('');
}

interface Context {
  readonly settings: Settings;
  readonly personality: Personality;
  readonly random: () => number;
}

/** 07: the module checks presence and types, no length (authorization §1.7). @returns `ret` */
export function writeLicense(
  request: JsonObject | null,
  { settings, personality, random }: Context,
): boolean {
  if (!request) return false;
  const { auzkey, uuid, ap_ssid, prod_test, pskKey, ap_pwd, fac_pin } = request;
  if (typeof auzkey !== 'string' || typeof uuid !== 'string' || typeof ap_ssid !== 'string') return false;
  if (typeof prod_test !== 'boolean' || !(typeof pskKey === 'string' || pskKey === null)) return false;
  const psk = pskKey ?? garbage(random);
  const license = {
    uuid,
    psk_key: personality.pskField === 'psk_key' ? psk : null,
    auth_key: auzkey,
    ap_ssid,
    ap_passwd: typeof ap_pwd === 'string' ? ap_pwd : null,
    country_code: null,
    prod_test,
    ...(personality.tellsFacPin ? { fac_pin: typeof fac_pin === 'string' ? fac_pin : null } : {}),
    ...(personality.pskField === 'psk30_key' ? { psk30_key: psk } : {}),
  };
  const stored = JSON.stringify(license);
  const readable = uuid.length + psk.length <= personality.longestUuidAndPsk;
  // Acknowledged and then unreadable (authorization §0.1.14): the record loses its end.
  const done = settings.setAll({ gw_bi: readable ? stored : stored.slice(0, -8), gw_wsm: UNPROVISIONED });
  for (const key of ['gw_di', 'timer_arr']) settings.delete(key);
  return done;
}

const UNPROVISIONED = JSON.stringify({
  nc_tp: 0,
  ssid: null,
  passwd: null,
  md: 0,
  random: 0,
  wfb64: 1,
  stat: 0,
});

/** 08 (authorization §1.8): everything in one object, or just `ret: false`. */
export function readLicense({ settings, personality }: Context): JsonObject {
  const stored = storedLicense(settings);
  if (!stored || text(stored.uuid) === '' || text(stored.auth_key) === '') return { ret: false };
  return {
    ret: true,
    auzkey: stored.auth_key,
    uuid: stored.uuid,
    pskKey: stored[personality.pskField] ?? null,
    ap_ssid: stored.ap_ssid ?? null,
    ap_pwd: stored.ap_passwd ?? null,
    ...(personality.tellsFacPin ? { check_pin: true, fac_pin: stored.fac_pin ?? null } : {}),
    prod_test: stored.prod_test ?? false,
  };
}

/** The license record with another country in it. @returns whether it fitted */
export function storeCountryInLicense(settings: Settings, country: string): boolean {
  return settings.set('gw_bi', JSON.stringify({ ...storedLicense(settings), country_code: country }));
}

export function countryInLicense(settings: Settings): string {
  return text(storedLicense(settings)?.country_code);
}
