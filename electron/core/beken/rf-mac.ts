import { CHIPS } from '../../../shared/domain/chip.js';
import { macProblem, parseMac, type Mac } from '../../../shared/domain/mac.js';
import type { IdentifiedBoard } from './api.js';

/** Offset of the MAC in the RF sector, and the magic the sector starts with (protocol §12.3). */
const RF_MAC_OFFSET = 0x24;
const RF_MAGIC = [0x54, 0x4c, 0x56, 0x00];

/**
 * Reads the MAC that the board keeps beside its RF calibration; null where there is none worth the name, or where
 * the page names no place for it on this chip.
 * @throws KilnError FLASH_READ, LINK_LOST
 */
export async function readRfMac(board: IdentifiedBoard): Promise<Mac | null> {
  const region = CHIPS[board.facts.chip].regions.find(({ name }) => name === 'rf');
  if (!region) return null;
  const sector = await board.readSector(region.start);
  if (RF_MAGIC.some((byte, index) => sector[index] !== byte)) return null;
  const mac = Buffer.from(sector.subarray(RF_MAC_OFFSET, RF_MAC_OFFSET + 6)).toString('hex');
  return macProblem(mac) === null ? parseMac(mac) : null;
}
