import { CHIPS, SECTOR } from '../../../shared/domain/chip.js';
import type { BoardFacts } from './api.js';
import { refuse, requireWritable, type Range } from './range.js';
import { readSector } from './read.js';
import { isCalibration } from './rf-mac.js';
import type { Session } from './session.js';

/**
 * As `requireWritable`, and looks as well: a chip that answers like another may keep its calibration where that one has
 * something else (BK7231S answers like BK7231T, protocol §15). What looks like calibration there is guarded like it.
 * @throws KilnError FLASH_RANGE_PROTECTED {start, end, region}, FLASH_READ, LINK_LOST
 */
export async function requireChangeable(
  session: Session,
  facts: BoardFacts,
  range: Range,
  override?: string,
): Promise<void> {
  requireWritable(facts, range, override);
  if (override) return;
  for (const start of CHIPS[facts.chip].calibrationOfKin ?? []) {
    const end = start + SECTOR;
    if (start >= range.end || end <= range.start || end > facts.flashBytes) continue;
    if (isCalibration(await readSector(session, facts, start, 'read')))
      refuse(range, [{ name: 'rf', start, end }]);
  }
}
