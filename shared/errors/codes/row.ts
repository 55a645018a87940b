export type ErrorGroup = 'port' | 'board' | 'token' | 'usage' | 'cancelled' | 'internal';

/** `retryable`: running the same again may well succeed. */
export interface CodeRow {
  readonly group: ErrorGroup;
  readonly retryable: boolean;
}
