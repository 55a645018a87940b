import type { DecodedStorage } from './decoded.js';
import { filled, jsonOf, textOf, type JsonObject } from './json-value.js';
import { PROTECTED_SECTORS } from './layout.js';

/** Where what an application will work with stands: in the storage, or in the copy that class N restores it from. */
export type StorageSource = 'kv' | 'protected' | 'mirror';

/** A license as it stands in flash. Secrets. */
export interface StoredLicense {
  readonly uuid: string;
  readonly authkey: string;
  /** Under either name (authorization §0.1.4); null where there is none. */
  readonly pskKey: string | null;
  readonly facPin: string | null;
  readonly apSsid: string | null;
  /** Fields of `gw_bi` that command 07 cannot bring back: the module got them another way (authorization §1.7). */
  readonly unwritable: readonly string[];
}

/** How a device got its network, by `nc_tp`: bound to an account for `true` (authorization §5.6). */
const PROVISIONED: Readonly<Record<number, boolean>> = {
  0: false,
  1: false,
  2: false,
  3: true,
  4: true,
  5: true,
  6: true,
  7: true,
  9: true,
  10: false,
  11: false,
  12: true,
};

/** What a storage means (authorization §5.6). Null: not there, or not to be read. */
export interface StorageMeaning {
  readonly source: StorageSource | null;
  readonly authorized: boolean;
  readonly license: StoredLicense | null;
  readonly country: string | null;
  /** False where no pairing is stored; null where the number is unknown or the value unreadable. */
  readonly provisioned: boolean | null;
  readonly ncTp: number | null;
  readonly deviceId: string | null;
  readonly pid: string | null;
  readonly firmwareKey: string | null;
  /** The software version that the application noted when it was last activated. */
  readonly softwareVersion: string | null;
  /** Null where the flag is unreadable or its sectors are unread. */
  readonly productionTestClosed: boolean | null;
  readonly env: string | null;
  /** `user_param_key` as it stands, for carrying it over; null where there is none. */
  readonly userParameters: Uint8Array | null;
}

type Values = ReadonlyMap<string, Uint8Array>;

/** The license of a storage's or a copy's values: authorized when uuid and auth_key are filled (authorization §5.6). */
export function licenseIn(values: Values): StoredLicense | null {
  const base = jsonOf(values.get('gw_bi'));
  const uuid = filled(base, 'uuid');
  const authkey = filled(base, 'auth_key');
  if (uuid === null || authkey === null) return null;
  return {
    uuid,
    authkey,
    pskKey: filled(base, 'psk_key') ?? filled(base, 'psk30_key'),
    facPin: filled(base, 'fac_pin'),
    apSsid: filled(base, 'ap_ssid'),
    unwritable: [
      ...(filled(base, 'psk_key') !== null && filled(base, 'psk30_key') !== null ? ['psk30_key'] : []),
      ...['pin', 'bt_mac', 'bt_hid'].filter((field) => filled(base, field) !== null),
    ],
  };
}

export function valuesOf(items: Iterable<{ readonly key: string; readonly value: Uint8Array }>): Values {
  return new Map([...items].map(({ key, value }) => [key, value]));
}

/**
 * What the application will find: the storage where it can be read at all, else the first copy that decodes, which class N
 * restores (authorization §5.3, §5.7).
 */
function effective(storage: DecodedStorage): { source: StorageSource | null; values: Values } {
  if (storage.layout) return { source: 'kv', values: valuesOf(storage.entries) };
  const copy = storage.copies.find(({ health }) => health === 'sound');
  if (!copy) return { source: null, values: new Map() };
  const source = copy.address === PROTECTED_SECTORS[0] ? 'protected' : 'mirror';
  return { source, values: valuesOf(copy.records) };
}

function provisionedBy(values: Values): { provisioned: boolean | null; ncTp: number | null } {
  const value = values.get('gw_wsm');
  if (value === undefined) return { provisioned: false, ncTp: null };
  const ncTp = jsonOf(value)?.['nc_tp'];
  if (typeof ncTp !== 'number') return { provisioned: null, ncTp: null };
  return { provisioned: PROVISIONED[ncTp] ?? null, ncTp };
}

function closed(storage: DecodedStorage, values: Values): boolean | null {
  const value = values.get('mf_test_close');
  if (value !== undefined) return textOf(value) === 'true';
  const hidden =
    storage.damaged.some(({ key }) => key === 'mf_test_close' || key === null) ||
    storage.sectors.some(({ health }) => health === 'unread');
  // A fresh or restored storage has no such flag: it is never in a protected sector (authorization §5.4).
  return hidden ? null : false;
}

function country(values: Values, base: JsonObject | null): string | null {
  const own = values.get('kv.ccode.mf');
  const text = own && textOf(own)?.replace(/^"|"$/g, '');
  return filled(base, 'country_code') ?? (text === undefined || text === '' ? null : text);
}

/** Says what a storage means to the application that will read it. Never throws. */
export function interpret(storage: DecodedStorage): StorageMeaning {
  const { source, values } = effective(storage);
  const license = licenseIn(values);
  const device = jsonOf(values.get('gw_di'));
  const env = values.get('em_sys_env');
  return {
    source,
    authorized: license !== null,
    license,
    country: country(values, jsonOf(values.get('gw_bi'))),
    ...provisionedBy(values),
    deviceId: filled(device, 'id'),
    pid: filled(device, 'pk'),
    firmwareKey: filled(device, 'firmk'),
    softwareVersion: filled(device, 'swv'),
    productionTestClosed: closed(storage, values),
    env: (env && textOf(env)) ?? null,
    userParameters: values.get('user_param_key') ?? null,
  };
}
