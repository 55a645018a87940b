import { KilnError } from '../../../shared/errors/kiln-error.js';
import { sleep } from '../time/wait.js';
import type { BoardFacts, StatusReport, StatusRequest } from './api.js';
import { flashPart } from './flash-parts.js';
import { retrying } from './retry.js';
import type { Session } from './session.js';

/** A status register write takes 30 ms at most (protocol §8). */
const WRITE_MS = 30;
/** Clears WIP and WEL, which say nothing about protection (protocol §7.2.4). */
const LASTING = 0xfffc;

const retry = {
  tries: 3,
  during: 'read',
  what: 'status-register',
  giveUp: () => new KilnError('FLASH_NO_ANSWER', { id: '-' }),
} as const;

/**
 * Reads the status registers that the part has, after writing what was asked for. Class T has no command for it.
 * @throws KilnError NOT_ON_THIS_CHIP, FLASH_NO_ANSWER, LINK_LOST
 */
export async function statusRegisters(
  session: Session,
  facts: BoardFacts,
  write: StatusRequest['write'],
): Promise<Pick<StatusReport, 'registers' | 'protected'>> {
  if (!facts.flashId) throw new KilnError('NOT_ON_THIS_CHIP', { what: 'status-register', chip: facts.chip });
  const { commands, clock, signal } = session;
  if (write) {
    await retrying(session, retry, () => commands.writeStatus(write.command, write.values));
    await sleep(clock, WRITE_MS, signal);
  }
  const part = flashPart(facts.flashId);
  const registers: { command: number; value: number }[] = [];
  for (const command of part.readCommands) {
    registers.push({ command, value: await retrying(session, retry, () => commands.readStatus(command)) });
  }
  const word = registers.slice(0, 2).reduce((sum, { value }, index) => sum | (value << (8 * index)), 0);
  return { registers, protected: (word & LASTING & part.protectMask) !== 0 };
}
