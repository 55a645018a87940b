import { isSerial, SERIAL_MAX } from '../../../shared/domain/serial.js';
import { normaliseToken } from '../../../shared/domain/token.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';

/** Where a serial number is to stand. */
export interface SerialPlace {
  readonly slot: number;
  /** Every slot of the station with what stands there. */
  readonly slots: readonly { readonly slot: number; readonly sn: string | null }[];
  /** What the station works with: sheets with these codes lie beside the scanner too. */
  readonly order: string | null;
  readonly token: string | null;
}

/** A serial number as it was scanned or typed. @throws KilnError SERIAL_MALFORMED {max} */
export function parseSerial(text: string): string {
  if (!isSerial(text)) throw new KilnError('SERIAL_MALFORMED', { max: SERIAL_MAX });
  return text.trim();
}

/**
 * The serial number of the board in a slot. One label is on one board: a second slot with it was scanned by mistake.
 * @throws KilnError SERIAL_MALFORMED, SERIAL_OF_ORDER, SERIAL_TAKEN {sn, slot}
 */
export function serialAt(text: string, { slot, slots, order, token }: SerialPlace): string {
  const sn = parseSerial(text);
  if (sn.toUpperCase() === order || (token !== null && normaliseToken(sn) === normaliseToken(token)))
    throw new KilnError('SERIAL_OF_ORDER');
  const other = slots.find((one) => one.slot !== slot && one.sn === sn);
  if (other !== undefined) throw new KilnError('SERIAL_TAKEN', { sn, slot: other.slot });
  return sn;
}
