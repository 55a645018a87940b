import type { Bridge } from '../../shared/contract/channels.js';
import { isErrorCode, toCodedError, type CodedError } from '../../shared/errors/kiln-error.js';

declare global {
  interface Window {
    /** Put there by preload; absent when the page is opened without its core. */
    readonly kiln?: Bridge;
  }
}

/** What a bridge call rejected with, as `{code, data}`; anything foreign becomes INTERNAL. */
export function asCodedError(thrown: unknown): CodedError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && isErrorCode(thrown.code)) {
    const data =
      'data' in thrown && typeof thrown.data === 'object' && thrown.data !== null ? thrown.data : {};
    return { code: thrown.code, data: data as CodedError['data'] };
  }
  return toCodedError(thrown);
}
