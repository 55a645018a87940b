import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardLicense, LicenseToWrite } from './api.js';
import { DEFAULT_AP_SSID } from './license-wire.js';

/**
 * Proves a license by what the board returned: every field that was written, byte for byte (authorization §1.7).
 * A board without a pre-shared key says null where '' was written. A field that was not written (facPin of a board
 * that never had one) is the board's own affair.
 * @throws KilnError LICENSE_READBACK {field}: the first field that differs. Never a value: they are secret
 */
export function compareLicense(written: LicenseToWrite, read: BoardLicense | null): void {
  const facPin = written.facPin ?? null;
  const proofs: readonly (readonly [field: string, same: boolean])[] = [
    ['uuid', read?.uuid === written.uuid],
    ['authkey', read?.authkey === written.authkey],
    ['pskKey', (read?.pskKey ?? '') === written.pskKey],
    ['apSsid', read?.apSsid === (written.apSsid ?? DEFAULT_AP_SSID)],
    // A board left in test mode would not behave as the finished product.
    ['prodTest', read?.prodTest === false],
    ['facPin', facPin === null || read?.facPin === facPin],
  ];
  const different = proofs.find(([, same]) => !same);
  if (different) throw new KilnError('LICENSE_READBACK', { field: different[0] });
}
