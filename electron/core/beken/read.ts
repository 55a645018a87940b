import { SECTOR } from '../../../shared/domain/chip.js';
import type { LoaderStage } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { address } from './hex.js';
import { retrying } from './retry.js';
import type { Session } from './session.js';

const TRIES = 5;

/** Reads one sector, aligned. @throws KilnError FLASH_READ {address, tries}, BAD_REQUEST, LINK_LOST */
export async function readSector(session: Session, at: number, during: LoaderStage): Promise<Uint8Array> {
  if (!Number.isInteger(at) || at < 0 || at % SECTOR !== 0)
    throw new KilnError('BAD_REQUEST', { address: at });
  const retry = {
    tries: TRIES,
    during,
    what: `read ${address(at)}`,
    giveUp: () => new KilnError('FLASH_READ', { address: address(at), tries: TRIES }),
  } as const;
  return retrying(session, retry, () => session.commands.readSector(at));
}
