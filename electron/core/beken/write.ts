import { SECTOR } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { eraseStep } from './erase.js';
import { address } from './hex.js';
import type { WritePlan } from './plan.js';
import { retrying } from './retry.js';
import { note, progress, type Session } from './session.js';

const TRIES = 3;

function isBlank(sector: Uint8Array): boolean {
  return sector.every((byte) => byte === 0xff);
}

/** A second write onto a half-written sector would only clear more bits: it is erased first (protocol §13). */
async function writeSector(session: Session, at: number, data: Uint8Array): Promise<void> {
  const retry = {
    tries: TRIES,
    during: 'program',
    what: `write ${address(at)}`,
    giveUp: () => new KilnError('FLASH_WRITE', { address: address(at), tries: TRIES }),
  } as const;
  await retrying(session, retry, async (attempt) => {
    if (attempt > 1) await eraseStep(session, { address: at, bytes: SECTOR });
    await session.commands.writeSector(at, data);
  });
}

/**
 * Writes the plan sector by sector. Sectors of 0xFF are skipped: the whole range was erased in this run, and the
 * CRC at the end covers them (protocol §13.1).
 * @throws KilnError FLASH_WRITE {address, tries}, FLASH_ERASE, LINK_LOST
 */
export async function write(session: Session, { start, image }: WritePlan): Promise<void> {
  let skipped = 0;
  progress(session, 0, image.length, start);
  for (let offset = 0; offset < image.length; offset += SECTOR) {
    const data = image.subarray(offset, offset + SECTOR);
    if (isBlank(data)) skipped += 1;
    else await writeSector(session, start + offset, data);
    progress(session, offset + SECTOR, image.length, start + offset);
  }
  if (skipped > 0) note(session, 'info', 'loader.blank-skipped', { sectors: skipped });
}
