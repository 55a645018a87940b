import type { ErrorCode } from '../errors/codes.js';

/** What a person is told of an error: one line of what, one sentence of cause, one of remedy. i18next `{{x}}` takes from the error's data. */
export interface ErrorWords {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}
export type AllErrorWords = Record<ErrorCode, ErrorWords>;

/** The words of one table of codes. */
export type WordsOf<Codes> = Record<keyof Codes, ErrorWords>;
