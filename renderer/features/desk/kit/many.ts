import type { ErrorCode } from '../../../../shared/errors/codes.js';
import type { CodedError } from '../../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../../app/bridge.js';

/** What became of one row; `error` null: done. */
export interface Outcome {
  readonly key: string;
  readonly error: CodedError | null;
}

export interface ManyState {
  readonly outcomes: readonly Outcome[];
  /** Not begun, or nobody knows. */
  readonly left: readonly string[];
  /** Why it ended before its end. */
  readonly error: CodedError | null;
}

/** These say nothing of a row, and would say the same of the next one. */
const ENDS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'PMS_UNREACHABLE',
  'PMS_UNTRUSTED',
  'PMS_FOREIGN',
  'STORE_BUSY',
  'STORE_UNREACHABLE',
  'LOGIN_NEEDED',
  'ROLE_MISSING',
  'BAD_REQUEST',
  'INTERNAL',
]);

/** One row by a call of its own: its refusal is its outcome, what is no refusal of it ends the work. */
export async function oneRow(key: string, act: () => Promise<unknown>): Promise<Outcome> {
  try {
    await act();
    return { key, error: null };
  } catch (thrown) {
    const error = asCodedError(thrown);
    if (ENDS.has(error.code)) throw thrown;
    return { key, error };
  }
}

export interface Many {
  readonly keys: readonly string[];
  /** How many at once. */
  readonly chunk: number;
  readonly work: (keys: readonly string[]) => Promise<readonly Outcome[]>;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** Works through the rows until the end, a stop, or an error of the whole; every row is told of in one of the two lists. */
export async function runMany({ keys, chunk, work, signal, onProgress }: Many): Promise<ManyState> {
  const outcomes: Outcome[] = [];
  let error: CodedError | null = null;
  while (outcomes.length < keys.length && !signal.aborted) {
    try {
      outcomes.push(...(await work(keys.slice(outcomes.length, outcomes.length + chunk))));
    } catch (thrown) {
      error = asCodedError(thrown);
      break;
    }
    onProgress(outcomes.length);
  }
  return { outcomes, left: keys.slice(outcomes.length), error };
}

/** What is still to be done with: refused, or left. */
export function openKeys({ outcomes, left }: ManyState): readonly string[] {
  return [...outcomes.filter(({ error }) => error !== null).map(({ key }) => key), ...left];
}
