import type { License } from '../../../../shared/domain/license.js';
import type { Secrets } from '../../secrets/secrets.js';

/** The columns of a license that hold its secrets. */
export interface SealedColumns {
  readonly authkey: string;
  readonly psk_key: string;
  /** By which the ledger knows an authkey again without opening any. */
  readonly authkey_mark: string;
}

/** A sealed value opens in its own column of its own license alone. */
const place = (uuid: string, column: 'authkey' | 'psk_key'): string => `license/${uuid}/${column}`;

export function sealLicense(secrets: Secrets, { uuid, authkey, pskKey }: License): SealedColumns {
  return {
    authkey: secrets.sealText(authkey, place(uuid, 'authkey')),
    psk_key: secrets.sealText(pskKey, place(uuid, 'psk_key')),
    authkey_mark: secrets.fingerprint(authkey),
  };
}

/** @throws KilnError SECRET_UNREADABLE */
export function openLicense(
  secrets: Secrets,
  { uuid, authkey, psk_key }: Omit<SealedColumns, 'authkey_mark'> & { readonly uuid: string },
): License {
  return {
    uuid,
    authkey: secrets.openText(authkey, place(uuid, 'authkey')),
    pskKey: secrets.openText(psk_key, place(uuid, 'psk_key')),
  };
}
