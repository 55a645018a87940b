import { licenseProblem } from '../../../shared/domain/license.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardLicense, LicenseToWrite } from './api.js';
import { encodeRequest, textField, type Reply } from './reply.js';

/** The access point's name where the list gives none (authorization §1.7). */
export const DEFAULT_AP_SSID = 'SmartLife';
/** The field's size on the module (authorization §1.7). */
const AP_SSID_MAX = 16;
const PRINTABLE = /^[\x20-\x7e]+$/;

/**
 * The data of command 07. The module checks nothing, so it is all checked here, and null is never sent: it would
 * store uninitialised memory (authorization §1.7).
 * @throws KilnError LICENSE_KIND {kind, wanted}, LICENSE_INVALID {problem}
 */
export function encodeLicense(license: LicenseToWrite): Uint8Array {
  const { kind = 'tuyaos', uuid, authkey, pskKey, apSsid = DEFAULT_AP_SSID, facPin = null } = license;
  // Each works in its own firmware only, which shows as a refusal of the cloud much later (authorization §2).
  if (kind !== 'tuyaos') throw new KilnError('LICENSE_KIND', { kind, wanted: 'tuyaos' });
  const problem = licenseProblem({ uuid, authkey, pskKey }) ?? extraProblem(apSsid, facPin);
  if (problem !== null) throw new KilnError('LICENSE_INVALID', { problem });
  return encodeRequest({
    auzkey: authkey,
    uuid,
    ap_ssid: apSsid,
    prod_test: false,
    pskKey,
    ...(facPin === null ? {} : { fac_pin: facPin }),
  });
}

function extraProblem(apSsid: string, facPin: string | null): 'ap-ssid' | 'fac-pin' | null {
  if (!PRINTABLE.test(apSsid) || apSsid.length > AP_SSID_MAX) return 'ap-ssid';
  return facPin === null || PRINTABLE.test(facPin) ? null : 'fac-pin';
}

/**
 * The reply to command 08 (authorization §1.8): a license, null where the module says that it holds none, or
 * 'malformed', which must not pass for none: a license would be overwritten.
 */
export function decodeLicense(reply: Reply): BoardLicense | null | 'malformed' {
  if (reply.malformed) return 'malformed';
  if (!reply.ok) return null;
  const uuid = textField(reply, 'uuid');
  const authkey = textField(reply, 'auzkey');
  if (uuid === null || authkey === null) return 'malformed';
  if (uuid === '' && authkey === '') return null;
  return {
    uuid,
    authkey,
    pskKey: psk(reply),
    apSsid: textField(reply, 'ap_ssid'),
    apPassword: textField(reply, 'ap_pwd'),
    prodTest: reply.fields['prod_test'] === true,
    facPin: textField(reply, 'fac_pin'),
  };
}

/** Newer applications keep it under the second name and leave the first null, or empty (authorization §0.1.4). */
function psk(reply: Reply): string | null {
  const [first, second] = ['pskKey', 'psk30Key'].map((name) => textField(reply, name));
  return first || second || (first ?? second ?? null);
}
