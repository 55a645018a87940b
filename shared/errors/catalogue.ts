import type { ErrorCode } from './codes.js';

/** One row of what goes wrong on a line, by its cause; the words of each code say cause and remedy (shared/words). */
interface CatalogueRow {
  /** In the words that operators know from other tools. */
  readonly says: string;
  /** The codes it shows as, each with what its data tell of what was seen. */
  readonly codes: Partial<Record<ErrorCode, readonly string[]>>;
}

/** Everything that authorization §4.3, §1.5 and the common questions of the vendor's guide name. */
export const CATALOGUE = {
  'no-permission': {
    says: 'Failed to get token, no permissions for actions',
    codes: { NO_DATA_PERMISSION: ['token'] },
  },
  'token-unknown': {
    says: 'Failed to get token',
    codes: { TOKEN_UNKNOWN: ['token'], TOKEN_MALFORMED: [], TOKEN_MISSING: [] },
  },
  'used-up': { says: 'Token used up', codes: { POOL_EMPTY: ['amount'] } },
  expired: {
    says: 'Token expired or not effective',
    codes: { TOKEN_EXPIRED: ['expiresAt'], TOKEN_NOT_EFFECTIVE: ['effectiveAt'] },
  },
  'bus-contention': {
    says: 'Incorrect COM port, bus contention',
    codes: {
      PORT_BUSY: ['path', 'holder'],
      PORT_NOT_FOUND: ['path'],
      PORT_NO_PERMISSION: ['path'],
      PORT_OPEN_FAILED: ['path', 'detail'],
      PORT_LOST: ['path'],
    },
  },
  'no-board': { says: 'Getting bus failed', codes: { BUS_NOT_CAPTURED: ['seconds', 'seen', 'bytes'] } },
  'flash-compare': {
    says: 'Flash compare failed',
    codes: { FLASH_SIZE_DIFFERS: ['found', 'configured'], FLASH_TOO_SMALL: ['end', 'flashBytes'] },
  },
  'test-closed': {
    says: 'have activated over 15 min, not enter mf_init',
    codes: { TEST_CLOSED: ['mac', 'license'] },
  },
  'not-entered': {
    says: 'Fail to enter production test',
    codes: { TEST_NOT_ENTERED: ['seconds', 'seen', 'bytes', 'verdict'] },
  },
  'test-broken': { says: 'Production test broken off', codes: { TEST_NO_REPLY: ['command'] } },
  fingerprint: {
    says: 'Fail to get firmware fingerprint',
    codes: {
      FINGERPRINT_UNREADABLE: ['answered'],
      FINGERPRINT_MISMATCH: ['wantName', 'wantVersion', 'gotName', 'gotVersion'],
    },
  },
  'license-write': {
    says: 'Write or verify license failed',
    codes: { LICENSE_REFUSED: [], LICENSE_READBACK: ['field'] },
  },
  'mac-default': { says: 'Default MAC', codes: { MAC_INVALID: ['mac', 'problem'] } },
  'mac-duplicate': {
    says: 'MAC duplicate',
    codes: { MAC_DUPLICATE: ['mac', 'uuid', 'token'], MAC_CLASH: ['mac'] },
  },
  'already-authorized': {
    says: 'Already authorized',
    codes: { BOARD_ALREADY_AUTHORIZED: ['uuid', 'mac'], BOARD_HAS_OTHER_LICENSE: ['uuid'] },
  },
  'other-kind': { says: 'License of the other kind', codes: { LICENSE_KIND: ['kind', 'wanted'] } },
  country: { says: 'Country mismatch', codes: { COUNTRY_MISMATCH: ['wanted', 'got'] } },
  rssi: {
    says: 'RSSI below limit',
    codes: { RSSI_TOO_LOW: ['rssi', 'min', 'ssid'], RSSI_NO_AP: ['ssid'] },
  },
  gpio: { says: 'GPIO test failed', codes: { GPIO_FAILED: ['detail'] } },
  'stack-up': { says: 'Stack-up alarm', codes: { STACK_UP: ['mac'] } },
} as const satisfies Readonly<Record<string, CatalogueRow>>;

export type CatalogueId = keyof typeof CATALOGUE;
