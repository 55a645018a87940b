import { CHIPS, regionOf } from '../../../shared/domain/chip.js';
import { macProblem, parseMac, type Mac } from '../../../shared/domain/mac.js';
import type { IdentifiedBoard } from '../beken/api.js';

/** Offset of the MAC in the RF sector, and the magic the sector starts with (protocol §12.3). */
const RF_MAC_OFFSET = 0x24;
const RF_MAGIC = [0x54, 0x4c, 0x56, 0x00];
/** What the application says of itself where the RF sector is blank (authorization §5.7). */
const DEFAULT_MAC = 'c8478c000000';

/**
 * What the application will say of its MAC, 12 hex digits, unjudged: that beside the RF calibration, or the default where
 * the sector is blank. Null where something else stands there.
 */
export async function rfMacText(board: IdentifiedBoard): Promise<string | null> {
  const sector = await board.readSector(regionOf(CHIPS[board.facts.chip], 'rf').start);
  if (sector.every((byte) => byte === 0xff)) return DEFAULT_MAC;
  if (RF_MAGIC.some((byte, index) => sector[index] !== byte)) return null;
  return Buffer.from(sector.subarray(RF_MAC_OFFSET, RF_MAC_OFFSET + 6)).toString('hex');
}

/** The MAC that the board keeps beside its RF calibration; null where there is none worth the name. */
export async function readRfMac(board: IdentifiedBoard): Promise<Mac | null> {
  const said = await rfMacText(board);
  return said !== null && macProblem(said) === null ? parseMac(said) : null;
}
