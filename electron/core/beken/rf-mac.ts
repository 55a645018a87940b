import { CHIPS, SECTOR } from '../../../shared/domain/chip.js';
import { macProblem, parseMac, type Mac } from '../../../shared/domain/mac.js';
import type { BoardFacts, IdentifiedBoard } from './api.js';

const MAGIC = Buffer.from('TLV\0', 'latin1');
const MAC_OFFSET = 0x24;

/** Whether a sector begins as calibration does. */
export function isCalibration(sector: Uint8Array): boolean {
  return MAGIC.every((byte, index) => sector[index] === byte);
}

/** Where this chip's calibration may stand in this flash. */
function places({ chip, flashBytes }: Pick<BoardFacts, 'chip' | 'flashBytes'>): readonly number[] {
  const { regions, calibrationOfKin = [] } = CHIPS[chip];
  const own = regions.filter(({ name }) => name === 'rf').map(({ start }) => start);
  return [...own, ...calibrationOfKin].filter((start) => start + SECTOR <= flashBytes);
}

/**
 * The MAC beside the RF calibration (protocol §12.3); a chip with several known places has it in one of them.
 * @returns 12 lower-case hex digits; null where no calibration stands; undefined where nobody knows the place
 * @throws KilnError FLASH_READ, LINK_LOST
 */
export async function readCalibrationMac(
  facts: Pick<BoardFacts, 'chip' | 'flashBytes'>,
  readSector: IdentifiedBoard['readSector'],
): Promise<string | null | undefined> {
  const known = places(facts);
  for (const at of known) {
    const sector = Buffer.from(await readSector(at));
    if (isCalibration(sector)) return sector.subarray(MAC_OFFSET, MAC_OFFSET + 6).toString('hex');
  }
  return known.length === 0 ? undefined : null;
}

/** The same as an identity: null where there is none, or none worth the name. @throws KilnError FLASH_READ, LINK_LOST */
export async function readRfMac(board: IdentifiedBoard): Promise<Mac | null> {
  const mac = await readCalibrationMac(board.facts, (at) => board.readSector(at));
  return mac && macProblem(mac) === null ? parseMac(mac) : null;
}
