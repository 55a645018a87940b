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
export type LicenseState = 'free' | 'reserved' | 'written' | 'validated' | 'quarantined';

export type LicenseProblem =
  | 'uuid-length'
  | 'uuid-characters'
  | 'authkey-length'
  | 'authkey-characters'
  | 'psk-length'
  | 'psk-characters';

/** What is wrong with a license, or null. Lengths and alphabets by authorization §1.7 and §3. */
export function licenseProblem({ uuid, authkey, pskKey }: License): LicenseProblem | null {
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
