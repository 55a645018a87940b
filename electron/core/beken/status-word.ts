import { CHIPS } from '../../../shared/domain/chip.js';
import type { LoaderStage } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { sleep } from '../time/wait.js';
import type { BoardFacts } from './api.js';
import type { FlashPart } from './flash-parts.js';
import { retrying } from './retry.js';
import type { Session } from './session.js';

/** A status register write takes 5 to 15 ms, 30 at most (protocol §8). */
const WRITE_MS = 20;
const SR1 = 0x01;
const SR2 = 0x31;
/** Macronix reads its second register with this, and writes it with 01 alone (protocol §7.1). */
const CONFIGURATION = 0x15;
/** WIP and WEL say nothing about protection (protocol §7.2.4). */
const VOLATILE_BITS = 0x0003;

function retry(during: LoaderStage) {
  const giveUp = (): KilnError => new KilnError('FLASH_NO_ANSWER', { id: '-' });
  return { tries: 3, during, what: 'status-register', giveUp } as const;
}

/** SR2 << 8 | SR1, as far as the part has them. @throws KilnError FLASH_NO_ANSWER, LINK_LOST */
export async function readStatusWord(
  session: Session,
  part: FlashPart,
  during: LoaderStage = 'unprotect',
): Promise<number> {
  let value = 0;
  for (const [index, command] of part.readCommands.slice(0, 2).entries()) {
    value |=
      (await retrying(session, retry(during), () => session.commands.readStatus(command))) << (8 * index);
  }
  return value & ~VOLATILE_BITS;
}

/** Whether 01 is to carry both bytes: by the table, unless the chip writes them one by one (protocol §8, §15). */
export function writesBoth(facts: Pick<BoardFacts, 'chip'>, part: FlashPart): boolean {
  return part.statusBytes === 2 && CHIPS[facts.chip].singleStatusWrites !== true;
}

/**
 * Writes SR2 << 8 | SR1: by 01, and by 31 where the protection bits of the second register did not follow.
 * @param both whether 01 carries both bytes
 * @returns what stands there afterwards
 * @throws KilnError FLASH_NO_ANSWER, LINK_LOST
 */
export async function writeStatusWord(
  session: Session,
  part: FlashPart,
  value: number,
  { both, during }: { readonly both: boolean; readonly during: LoaderStage },
): Promise<number> {
  const { commands, clock, signal } = session;
  const write = async (command: number, values: readonly number[]): Promise<void> => {
    await retrying(session, retry(during), () => commands.writeStatus(command, values));
    await sleep(clock, WRITE_MS, signal);
  };
  const [low, high] = [value & 0xff, value >> 8];
  await write(SR1, both ? [low, high] : [low]);
  const after = await readStatusWord(session, part, during);
  const followed = ((after ^ value) & part.protectMask & 0xff00) === 0;
  if (followed || part.readCommands[1] === CONFIGURATION) return after;
  await write(SR2, [high]);
  return readStatusWord(session, part, during);
}
