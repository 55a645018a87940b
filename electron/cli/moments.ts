import { KilnError } from '../../shared/errors/kiln-error.js';

/**
 * A moment that somebody typed. A day without an hour begins at its first moment here and is good until its last.
 * @throws KilnError USAGE
 */
export function dayOf(option: string, text: string, which: 'begin' | 'end'): Date {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const date = new Date(isDay ? `${text}T${which === 'begin' ? '00:00:00' : '23:59:59.999'}` : text);
  if (Number.isNaN(date.getTime()))
    throw new KilnError('USAGE', { detail: `${option} ${text}: a date, e.g. 2027-01-31` });
  return date;
}
