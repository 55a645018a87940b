import { isErrorCode, KilnError, type CodedError } from '../../../../shared/errors/kiln-error.js';
import type { ErrorData } from '../../../../shared/errors/codes.js';

/** Header of a file: SHA-256 of the whole, lower-case hex. */
export const SHA_HEADER = 'x-content-sha256';

/** An error as the other side sent it, or null where this is none of ours: a proxy's page, a server of another kind. */
export function errorOf(body: unknown): KilnError | null {
  if (typeof body !== 'object' || body === null || !('code' in body) || !isErrorCode(body.code)) return null;
  const data = 'data' in body && typeof body.data === 'object' && body.data !== null ? body.data : {};
  const { code } = body as CodedError;
  return new KilnError(code, data as ErrorData);
}
