import { SECTOR } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { flashPart } from './flash-parts.js';
import { address, bytesOf, word } from './hex.js';
import { BadStatus } from './link-errors.js';
import { ERASE_BLOCKS, type EraseStep } from './plan.js';
import { relink, retrying } from './retry.js';
import { progress, type Session } from './session.js';
import { readStatusWord } from './status-word.js';
import { wireCrc } from './wire-crc.js';
import type { WriteJob } from './write-job.js';

const TRIES = 3;
const BLANK_SECTOR_CRC = wireCrc(new Uint8Array(SECTOR).fill(0xff));

/** Erases one sector or block, with retries. @throws KilnError FLASH_ERASE {address, status}, LINK_LOST */
export async function eraseStep(session: Session, step: EraseStep): Promise<void> {
  const { commands } = session;
  const retry = {
    tries: TRIES,
    during: 'erase',
    what: `erase ${address(step.address)}`,
    giveUp: (cause: Error) =>
      new KilnError('FLASH_ERASE', {
        address: address(step.address),
        status: cause instanceof BadStatus ? cause.status : '-',
      }),
  } as const;
  await retrying(session, retry, () => commands.erase(step.address, step.bytes));
}

/**
 * Class N answers "ok" to an erase that protection has suppressed: its first sector must read blank (protocol
 * §13.1, 7b). Not on T, where a CRC would protect the flash again (protocol §7.3).
 */
async function proveErased(session: Session, facts: BoardFacts, start: number): Promise<void> {
  if (!facts.flashId) return;
  const giveUp = (): KilnError => new KilnError('FLASH_ERASE', { address: address(start), status: '-' });
  const retry = { tries: TRIES, during: 'erase', what: 'blank-check', giveUp } as const;
  const crc = await retrying(session, retry, () => session.commands.crc(start, SECTOR));
  if (crc === BLANK_SECTOR_CRC) return;
  const part = flashPart(facts.flashId);
  const status = await readStatusWord(session, part, 'erase');
  // Nothing protects it and it is not blank: the flash does not erase (protocol §16).
  if ((status & part.protectMask) === 0)
    throw new KilnError('FLASH_ERASE', { address: address(start), status: 0 });
  throw new KilnError('FLASH_UNPROTECT', {
    before: word(0, 4),
    after: word(status, 4),
    flashId: bytesOf(facts.flashId),
  });
}

/**
 * Erases exactly what the job still wants erased. On T the link check right before is what unprotects the flash
 * (protocol §7.3).
 * @throws KilnError FLASH_ERASE, FLASH_UNPROTECT, LINK_LOST
 */
export async function erase(session: Session, facts: BoardFacts, job: WriteJob): Promise<void> {
  const steps = job.eraseSteps(ERASE_BLOCKS[facts.protocolClass]);
  const [first] = steps;
  if (!first) return;
  const total = steps.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  progress(session, done, total, first.address);
  await relink(session, 'erase');
  for (const step of steps) {
    await eraseStep(session, step);
    job.erased(step);
    done += step.bytes;
    progress(session, done, total, step.address);
  }
  await proveErased(session, facts, first.address);
}
