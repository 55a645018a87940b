import { ERROR_CODES, type ErrorCode, type ErrorGroup } from '../../../../shared/errors/codes.js';

/** HTTP status of a group of errors, where its code says nothing closer. */
const OF_GROUP: Readonly<Record<ErrorGroup, number>> = {
  port: 422,
  board: 422,
  token: 409,
  usage: 422,
  cancelled: 499,
  internal: 500,
};

const OF_CODE: Readonly<Partial<Record<ErrorCode, number>>> = {
  BAD_REQUEST: 400,
  LOGIN_NEEDED: 401,
  LOGIN_FAILED: 401,
  ROLE_MISSING: 403,
  NO_DATA_PERMISSION: 403,
  ACCOUNT_PENDING: 403,
  ACCOUNT_DISABLED: 403,
  TOKEN_UNKNOWN: 404,
  DESK_UNKNOWN: 404,
  TOKEN_EXPIRED: 410,
  TOKEN_REVOKED: 410,
  LEASE_CONFLICT: 409,
  LEASE_LOST: 410,
  LEASE_ENDED: 410,
  TOKEN_MISSING: 400,
  TOKEN_MALFORMED: 400,
  LIST_TOO_LONG: 413,
  UPLOAD_TOO_LARGE: 413,
  FIRMWARE_TOO_LARGE: 413,
  LOGIN_LIMIT: 429,
  STORE_BUSY: 503,
  STORE_UNREACHABLE: 503,
};

/** The status that an error goes out with; its body is `{code, data}` and says everything. */
export function statusOf(code: ErrorCode): number {
  return OF_CODE[code] ?? OF_GROUP[ERROR_CODES[code].group];
}
