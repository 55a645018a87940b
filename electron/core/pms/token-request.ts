import { KilnError } from '../../../shared/errors/kiln-error.js';
import { listInvalid, problemsOf } from './list/list-problems.js';
import { NO_RULES, type NewToken } from './pms.js';
import { checkCountry, checkRssi } from './token-terms.js';

function refuse(detail: string): never {
  throw new KilnError('USAGE', { detail });
}

/**
 * What can be said of a request without the ledger.
 * @throws KilnError LIST_EMPTY, LIST_INVALID, COUNTRY_UNKNOWN, RSSI_TEST, USAGE
 */
export function checkRequest(request: NewToken): void {
  const { licenses, identifier, version, rules = NO_RULES, expiresAt = null } = request;
  if (licenses.length === 0) throw new KilnError('LIST_EMPTY');
  const problems = problemsOf(licenses, new Set(), request.licenseKind);
  if (problems.length > 0) throw listInvalid(problems);
  if (identifier.trim() === '') refuse('the firmware identifier is empty');
  if (version.trim() === '') refuse('the firmware version is empty');
  checkCountry(rules.country);
  checkRssi(rules.rssi);
  if (expiresAt !== null && Number.isNaN(expiresAt.getTime())) refuse('the expiry is no date');
}
