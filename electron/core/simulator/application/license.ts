import type { ApplicationFaults } from './faults.js';
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

/** One flipped bit in the last character: flash that does not keep what it is told. */
function altered(text: string): string {
  return text.slice(0, -1) + String.fromCharCode((text.charCodeAt(text.length - 1) || 0x41) ^ 1);
}

interface LicenseFields {
  readonly uuid: string;
  readonly authKey: string;
  readonly psk: string;
  readonly apSsid: string;
  readonly apPassword: string | null;
  readonly prodTest: boolean;
  readonly facPin: string | null;
}

/** `gw_bi` as 07 writes it (authorization §5.6). */
export function licenseRecord(personality: Personality, fields: LicenseFields): JsonObject {
  const { psk } = fields;
  return {
    uuid: fields.uuid,
    psk_key: personality.pskField === 'psk_key' ? psk : null,
    auth_key: fields.authKey,
    ap_ssid: fields.apSsid,
    ap_passwd: fields.apPassword,
    country_code: null,
    prod_test: fields.prodTest,
    ...(personality.tellsFacPin ? { fac_pin: fields.facPin } : {}),
    ...(personality.pskField === 'psk30_key' ? { psk30_key: psk } : {}),
  };
}

interface Context {
  readonly fault: ApplicationFaults['licenseWrite'] | undefined;
  readonly settings: Settings;
  readonly personality: Personality;
  readonly random: () => number;
}

/** 07: the module checks presence and types, no length (authorization §1.7). @returns `ret` */
export function writeLicense(
  request: JsonObject | null,
  { settings, personality, random, fault }: Context,
): boolean {
  if (!request) return false;
  const { auzkey, uuid, ap_ssid, prod_test, pskKey, ap_pwd, fac_pin } = request;
  if (typeof auzkey !== 'string' || typeof uuid !== 'string' || typeof ap_ssid !== 'string') return false;
  if (typeof prod_test !== 'boolean' || !(typeof pskKey === 'string' || pskKey === null)) return false;
  if (fault === 'refused') return false;
  if (fault === 'lost') return true;
  const psk = pskKey ?? garbage(random);
  const stored = JSON.stringify(
    licenseRecord(personality, {
      uuid,
      authKey: fault === 'altered' ? altered(auzkey) : auzkey,
      psk,
      apSsid: ap_ssid,
      apPassword: typeof ap_pwd === 'string' ? ap_pwd : null,
      prodTest: prod_test,
      facPin: typeof fac_pin === 'string' ? fac_pin : null,
    }),
  );
  const readable = uuid.length + psk.length <= personality.longestUuidAndPsk;
  // Acknowledged and then unreadable (authorization §0.1.14): the record loses its end.
  const done = settings.setAll({ gw_bi: readable ? stored : stored.slice(0, -8), gw_wsm: UNPROVISIONED });
  for (const key of ['gw_di', 'timer_arr']) settings.delete(key);
  return done;
}

/** `gw_wsm` of a module that nobody has paired. */
export const UNPROVISIONED = JSON.stringify({
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
