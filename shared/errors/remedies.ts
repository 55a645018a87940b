import { entryVerdict } from '../domain/entry.js';
import type { ErrorCode } from './codes.js';
import type { CodedError } from './kiln-error.js';

/**
 * What software can do about a failure, as a button beside its words. `verify-code`: Activation Code Verification with the
 * PMS. `close-slot`: stop the slot that holds the port. `unlock`: open the production test. `write-mac`: give the board an
 * address. `other-token`, `other-order`, `read-serial` and `choose-port` lead to a field; the rest is done by the
 * core.
 */
export const REMEDIES = [
  'verify-code',
  'close-slot',
  'unlock',
  'other-token',
  'run-again',
  'choose-port',
  'write-mac',
  'other-order',
  'read-serial',
] as const;
export type Remedy = (typeof REMEDIES)[number];

/** One remedy for a code, whatever its data. What is not here needs hands, or a decision that no button can take. */
const BY_CODE: Partial<Record<ErrorCode, Remedy>> = {
  NO_DATA_PERMISSION: 'verify-code',
  TOKEN_MISSING: 'other-token',
  TOKEN_MALFORMED: 'other-token',
  TOKEN_UNKNOWN: 'other-token',
  TOKEN_EXPIRED: 'other-token',
  TOKEN_REVOKED: 'other-token',
  TOKEN_DEVELOPMENT: 'other-token',
  POOL_EMPTY: 'other-token',
  FIRMWARE_NONE: 'other-token',
  FIRMWARE_CHIP: 'other-token',
  FINGERPRINT_MISMATCH: 'other-token',
  LICENSE_KIND: 'other-token',
  MODE_NOT_FOR_KIND: 'other-token',
  VERIFY_UNKNOWN: 'other-token',
  WORK_ORDER_CLOSED: 'other-order',
  WORK_ORDER_FULL: 'other-order',
  ORDER_NO_TOKEN: 'other-order',
  SERIAL_MISSING: 'read-serial',
  UNIT_UNKNOWN: 'read-serial',
  UNIT_MISMATCH: 'read-serial',
  PORT_NOT_CHOSEN: 'choose-port',
  PORT_NOT_FOUND: 'choose-port',
  TEST_CLOSED: 'unlock',
  MAC_DUPLICATE: 'write-mac',
};
/** Failures in which trying once more is the remedy itself, not only possible. */
const AGAIN = new Set<ErrorCode>([
  'PORT_LOST',
  'BUS_NOT_CAPTURED',
  'LINK_LOST',
  'TEST_NO_REPLY',
  'FINGERPRINT_UNREADABLE',
  'LICENSE_REFUSED',
  'LICENSE_READBACK',
  'COUNTRY_MISMATCH',
  'STACK_UP',
  'RSSI_TOO_LOW',
  'RSSI_NO_AP',
  'GPIO_FAILED',
  'FLASH_VERIFY',
  'FLASH_WRITE',
  'ORDER_UNREACHABLE',
]);

/** The remedy that a button can do for this very failure, or null. */
export function remedyOf({ code, data }: CodedError): Remedy | null {
  switch (code) {
    case 'PORT_BUSY':
      return slotOfHolder(data) === null ? 'choose-port' : 'close-slot';
    case 'TEST_NOT_ENTERED': {
      const verdict = entryVerdict(data);
      if (verdict === 'tuya-open') return 'other-token';
      // The window missed or the module locked: resetting was tried for as long as we listened.
      return verdict === 'locked' || verdict === 'application-running' ? 'unlock' : 'run-again';
    }
    case 'MAC_INVALID':
      return data['problem'] === 'default' ? 'write-mac' : null;
    default:
      return BY_CODE[code] ?? (AGAIN.has(code) ? 'run-again' : null);
  }
}

/** The slot that holds a port, by the name it gave itself: `slot 3`. */
export function slotOfHolder(data: CodedError['data']): number | null {
  const { holder } = data;
  const found = typeof holder === 'string' ? /^slot (\d+)$/.exec(holder) : null;
  return found ? Number(found[1]) : null;
}
