import { SECTOR } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { eraseStep } from './erase.js';
import { address } from './hex.js';
import { retrying } from './retry.js';
import { note, progress, type Session } from './session.js';
import type { WriteJob } from './write-job.js';

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
 * Writes what the job still wants written, sector by sector. Sectors of 0xFF are skipped: they were erased in this
 * run, and the CRC at the end covers them (protocol §13.1).
 * @throws KilnError FLASH_WRITE {address, tries}, FLASH_ERASE, LINK_LOST
 */
export async function write(session: Session, job: WriteJob): Promise<void> {
  const sectors = job.unwritten;
  const total = sectors.length * SECTOR;
  let skipped = 0;
  progress(session, 0, total, sectors[0] ?? job.plan.start);
  for (const [index, at] of sectors.entries()) {
    const data = job.sector(at);
    if (isBlank(data)) skipped += 1;
    else {
      job.writing(at);
      await writeSector(session, at, data);
    }
    job.written(at);
    progress(session, (index + 1) * SECTOR, total, at);
  }
  if (skipped > 0) note(session, 'info', 'loader.blank-skipped', { sectors: skipped });
}
