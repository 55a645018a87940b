import { CHIPS } from '../../../shared/domain/chip.js';
import type { IdentifiedBoard } from '../beken/api.js';
import { readCalibrationMac } from '../beken/rf-mac.js';

/** What the application says of itself where the RF sector is blank (authorization §5.7). */
const DEFAULT_MAC = 'c8478c000000';

/**
 * What the application will say of its MAC, 12 hex digits, unjudged: that beside the RF calibration, or the default where
 * that sector is blank. Null where nobody can say: something else stands there, or its place is not known.
 */
export async function rfMacText(board: IdentifiedBoard): Promise<string | null> {
  const said = await readCalibrationMac(board.facts, (at) => board.readSector(at));
  if (typeof said === 'string') return said;
  const own = CHIPS[board.facts.chip].regions.find(({ name }) => name === 'rf');
  if (said === undefined || own === undefined) return null;
  const sector = await board.readSector(own.start);
  return sector.every((byte) => byte === 0xff) ? DEFAULT_MAC : null;
}
