import { holds } from '../codec/bytes.js';
import { RF_SECTOR, SECTOR } from './map.js';

/** `TLV\0` (protocol §12.3). */
const MAGIC = [0x54, 0x4c, 0x56, 0x00] as const;
const MAC_OFFSET = 0x24;

/** What the application calls itself once its RF sector is gone (authorization §5.7). */
export const DEFAULT_MAC = 'c8478c000000';

/** The module's MAC, 12 lower-case hex digits, from the RF sector. */
export function readMac(
  flash: Uint8Array,
  chip: keyof typeof RF_SECTOR,
  fallback: string = DEFAULT_MAC,
): string {
  const start = RF_SECTOR[chip];
  if (!holds(flash, start, MAGIC)) return fallback;
  return Buffer.from(flash.subarray(start + MAC_OFFSET, start + MAC_OFFSET + 6)).toString('hex');
}

/** The RF sector's content with `mac` (12 hex digits) in it; what else it held stays. */
export function rfSectorWith(present: Uint8Array, mac: string): Uint8Array {
  const sector = holds(present, 0, MAGIC) ? present.slice(0, SECTOR) : new Uint8Array(SECTOR).fill(0xff);
  sector.set(MAGIC, 0);
  sector.set(Buffer.from(mac, 'hex'), MAC_OFFSET);
  return sector;
}
