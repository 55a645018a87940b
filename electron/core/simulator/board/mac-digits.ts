import { KilnError } from '../../../../shared/errors/kiln-error.js';

/** 12 hex digits, lower case, from any case. @throws KilnError USAGE on anything else */
export function macDigits(text: string): string {
  if (!/^[0-9a-fA-F]{12}$/.test(text))
    throw new KilnError('USAGE', { detail: 'mac: 12 hex digits', value: text });
  return text.toLowerCase();
}
