import { CHIPS, SECTOR } from '../../../shared/domain/chip.js';
import type { LoaderStage } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { address } from './hex.js';
import { BadStatus } from './link-errors.js';
import { alignedRange } from './range.js';
import { retrying } from './retry.js';
import type { Session } from './session.js';

const TRIES = 5;
/** What class T answers below 0x10000 (protocol §0.7, §5). */
const GUARDED = 6;

/**
 * Reads one sector where it is asked for.
 * @throws KilnError FLASH_READ {address, tries}, FLASH_READ_GUARDED {address}, LINK_LOST
 */
export async function readRaw(session: Session, at: number, during: LoaderStage): Promise<Uint8Array> {
  const retry = {
    tries: TRIES,
    during,
    what: `read ${address(at)}`,
    giveUp: () => new KilnError('FLASH_READ', { address: address(at), tries: TRIES }),
  } as const;
  return retrying(session, retry, async () => {
    try {
      return await session.commands.readSector(at);
    } catch (error) {
      if (!(error instanceof BadStatus) || error.status !== GUARDED) throw error;
      throw new KilnError('FLASH_READ_GUARDED', { address: address(at) }, { cause: error });
    }
  });
}

/**
 * Reads one sector of the board's flash. Class T guards its bootloader, but does not decode addresses above its
 * flash, so one flash size further up the same bytes are free (protocol §4).
 * @throws KilnError FLASH_READ, FLASH_READ_GUARDED, RANGE_UNALIGNED, FLASH_TOO_SMALL, LINK_LOST
 */
export async function readSector(
  session: Session,
  facts: Pick<BoardFacts, 'chip' | 'flashBytes'>,
  at: number,
  during: LoaderStage,
): Promise<Uint8Array> {
  const { start } = alignedRange(facts, at, SECTOR);
  const guarded = start < CHIPS[facts.chip].firstWritable;
  return readRaw(session, guarded ? start + facts.flashBytes : start, during);
}
