import { CHIPS } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { BadStatus } from './link-errors.js';
import type { Session } from './session.js';

/** 2 MiB take 25 s at most (protocol §8); the command's field is one byte. */
const SECONDS_PER_2_MIB = 25;
const MOST_SECONDS = 255;
const UNKNOWN_COMMAND = 7;

/**
 * Erases everything: bootloader, calibration, MAC and license. Only for class N, whose loader is in ROM (protocol
 * §0.11). Tried once: what it leaves is proved by CRC.
 * @throws KilnError NOT_ON_THIS_CHIP, NoReply, BadStatus
 */
export async function eraseChip(session: Session, facts: BoardFacts): Promise<void> {
  const missing = new KilnError('NOT_ON_THIS_CHIP', { what: 'chip-erase', chip: facts.chip });
  if (CHIPS[facts.chip].protocolClass !== 'N') throw missing;
  const seconds = Math.ceil((facts.flashBytes / 0x200000) * SECONDS_PER_2_MIB);
  try {
    await session.commands.eraseChip(Math.min(MOST_SECONDS, seconds));
  } catch (error) {
    // Newer second loaders have it switched off (protocol §4).
    if (error instanceof BadStatus && error.status === UNKNOWN_COMMAND) throw missing;
    throw error;
  }
}
