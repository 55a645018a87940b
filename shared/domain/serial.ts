import { MODES, type RunMode } from './stage.js';

/** Most characters of a serial number. */
export const SERIAL_MAX = 100;

/** True where a text, without what stands around it, can be the serial number of a board: printable, not empty, not a book. */
export function isSerial(text: string): boolean {
  const serial = text.trim();
  return serial !== '' && serial.length <= SERIAL_MAX && !/[\p{C}\p{Zl}\p{Zp}]/u.test(serial);
}

/** What a station asks its boards by. */
export interface AskingStation {
  readonly mode: RunMode;
  readonly order: { readonly serials: boolean } | null;
}

/** Whether a board has to say its serial number here: in an order that wants it, and not for a repair, which makes no board. */
export function asksSerial({ mode, order }: AskingStation): boolean {
  return order !== null && order.serials && !MODES[mode].repairs;
}
