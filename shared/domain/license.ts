/**
 * A license: what makes one module itself in the cloud (authorization §3). The host checks it, because the
 * module checks nothing (authorization §1.7).
 */
export interface License {
  readonly uuid: string;
  /** 32 characters. A secret: shown masked, never logged. */
  readonly authkey: string;
  /** 37 or 44 characters, or '' where the list has none. A secret. */
  readonly pskKey: string;
}

/** TuyaOS licenses do not work in TuyaOpen firmware, nor the other way round (authorization §2): they never mix. */
export const LICENSE_KINDS = ['tuyaos', 'tuyaopen'] as const;
export type LicenseKind = (typeof LICENSE_KINDS)[number];

/** A license moves only forward. `exposed`: reserved, and the write command may have reached the board. */
export const LICENSE_STATES = ['free', 'reserved', 'written', 'validated', 'quarantined'] as const;
export type LicenseState = (typeof LICENSE_STATES)[number];

export type LicenseProblem =
  | 'uuid-length'
  | 'uuid-characters'
  | 'uuid-open'
  | 'authkey-length'
  | 'authkey-characters'
  | 'psk-length'
  | 'psk-characters';

/** Newer generic licenses have this form as well, so that it tells the kind of none (authorization §3). */
const OPEN_UUID = /^uuid[0-9a-f]{16}$/i;

/**
 * What is wrong with a license of a kind, or null. Lengths and alphabets by authorization §1.7 and §3: `tuyaos` has a
 * uuid of 16 characters, or 20; `tuyaopen` always `uuid` and 16 hex digits, and no use for a pre-shared key.
 * @param kind the caller's token's. @default 'tuyaos'
 */
export function licenseProblem(
  { uuid, authkey, pskKey }: License,
  kind: LicenseKind = 'tuyaos',
): LicenseProblem | null {
  if (kind === 'tuyaopen' && !OPEN_UUID.test(uuid)) return 'uuid-open';
  if (uuid.length !== 16 && uuid.length !== 20) return 'uuid-length';
  if (!/^[0-9A-Za-z_.-]+$/.test(uuid)) return 'uuid-characters';
  if (authkey.length !== 32) return 'authkey-length';
  if (!/^[0-9A-Za-z]+$/.test(authkey)) return 'authkey-characters';
  if (pskKey !== '' && pskKey.length !== 37 && pskKey.length !== 44) return 'psk-length';
  if (pskKey !== '' && !/^[\x21-\x7e]+$/.test(pskKey)) return 'psk-characters';
  return null;
}

/** First four and last two characters (authorization §1.8). */
export function maskSecret(secret: string): string {
  return secret.length <= 8 ? '••••' : `${secret.slice(0, 4)}…${secret.slice(-2)}`;
}
