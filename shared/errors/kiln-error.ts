import { ERROR_CODES, type ErrorCode, type ErrorData } from './codes.js';

/** How an error crosses IPC, the CLI's JSON lines and the records. */
export interface CodedError {
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** The one error class of Kiln's own. Words are chosen by `code` where they are shown; `message` is for logs. */
export class KilnError extends Error implements CodedError {
  readonly code: ErrorCode;
  readonly data: ErrorData;

  constructor(code: ErrorCode, data: ErrorData = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(data)}`, options);
    this.name = 'KilnError';
    this.code = code;
    this.data = data;
  }

  toJSON(): CodedError {
    return { code: this.code, data: this.data };
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}

/** Anything thrown, as a coded error: our own stay, an abort is CANCELLED, the rest is INTERNAL with its message. */
export function toCodedError(thrown: unknown): CodedError {
  if (thrown instanceof KilnError) return thrown.toJSON();
  if (thrown instanceof Error && thrown.name === 'AbortError') return { code: 'CANCELLED', data: {} };
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'INTERNAL', data: { detail } };
}

/** The reason Kiln gives to `AbortController.abort` when an operator stops a job. */
export function cancelled(): KilnError {
  return new KilnError('CANCELLED');
}
