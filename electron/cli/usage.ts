import { KilnError } from '../../shared/errors/kiln-error.js';

/** What was typed makes no sense; `detail` says what would. Exit code 2. */
export function usage(detail: string): KilnError {
  return new KilnError('USAGE', { detail });
}
