import { KilnError } from '../../../shared/errors/kiln-error.js';
import { sleep } from '../time/wait.js';
import type { BoardFacts } from './api.js';
import { flashPart, type FlashId, type FlashPart } from './flash-parts.js';
import { bytesOf, word } from './hex.js';
import { isLinkError } from './link-errors.js';
import { relink, retrying } from './retry.js';
import { note, type Session } from './session.js';

const TRIES = 10;
/** The table's way first; after this many tries the other width as well: tables disagree on it (protocol §8). */
const TRIES_BY_TABLE = 3;
/** A status register write takes 5 to 15 ms, 30 at most (protocol §8). */
const WRITE_MS = 20;
const SR1 = 0x01;
const SR2 = 0x31;
/** WIP and WEL say nothing about protection (protocol §7.2.4). */
const VOLATILE_BITS = 0x0003;

/** SR2 << 8 | SR1, as far as the part has them. */
export async function readStatusWord(session: Session, part: FlashPart): Promise<number> {
  const giveUp = (): KilnError => new KilnError('FLASH_NO_ANSWER', { id: '-' });
  const retry = { tries: 3, during: 'unprotect', what: 'status-register', giveUp } as const;
  let value = 0;
  for (const [index, command] of part.readCommands.slice(0, 2).entries()) {
    value |= (await retrying(session, retry, () => session.commands.readStatus(command))) << (8 * index);
  }
  return value & ~VOLATILE_BITS;
}

/** One try: by width, then the second register on its own where it did not follow. */
async function clear(session: Session, part: FlashPart, wide: boolean): Promise<number> {
  const { commands, clock, signal } = session;
  const giveUp = (): KilnError => new KilnError('FLASH_NO_ANSWER', { id: '-' });
  const retry = { tries: 3, during: 'unprotect', what: 'status-register', giveUp } as const;
  const write = async (command: number, values: readonly number[]): Promise<void> => {
    await retrying(session, retry, () => commands.writeStatus(command, values));
    await sleep(clock, WRITE_MS, signal);
  };
  const wanted = (await readStatusWord(session, part)) & ~part.protectMask;
  const [low, high] = [wanted & 0xff, wanted >> 8];
  await write(SR1, wide ? [low, high] : [low]);
  const after = await readStatusWord(session, part);
  if ((after & part.protectMask & 0xff00) === 0) return after;
  await write(SR2, [high]);
  return readStatusWord(session, part);
}

/**
 * Class N: clears the protection bits and proves it; while one is set, erase and write do nothing and still
 * answer "ok" (protocol §0.8, §7.2).
 * @throws KilnError FLASH_UNPROTECT {before, after, flashId}, FLASH_NO_ANSWER, LINK_LOST
 */
async function unprotectN(session: Session, flashId: FlashId): Promise<void> {
  const part = flashPart(flashId);
  if (part.name === null) note(session, 'warning', 'loader.flash-unknown', { flashId: bytesOf(flashId) });
  const before = await readStatusWord(session, part);
  if ((before & part.protectMask) === 0) return;
  let after = before;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const otherWidth = attempt >= TRIES_BY_TABLE && attempt % 2 === 1;
    after = await clear(session, part, (part.statusBytes === 2) !== otherWidth);
    if ((after & part.protectMask) !== 0) continue;
    note(session, 'info', 'loader.unprotected', { before: word(before, 4), after: word(after, 4) });
    return;
  }
  throw new KilnError('FLASH_UNPROTECT', {
    before: word(before, 4),
    after: word(after, 4),
    flashId: bytesOf(flashId),
  });
}

/** Makes the flash writable. Class T does it by itself at the first erase after a link check (protocol §7.3). */
export async function unprotect(session: Session, facts: BoardFacts): Promise<void> {
  if (facts.flashId) await unprotectN(session, facts.flashId);
  else await relink(session, 'unprotect');
}

/** What stock applications leave behind: BP0..BP2 set (protocol §7.2.6). */
const PROTECTED = 0x001c;

/** Class N: sets the protection again. Leaving it open is harmless, so a failure is a warning only. */
export async function protectAgain(session: Session, facts: BoardFacts): Promise<void> {
  if (!facts.flashId) return;
  const part = flashPart(facts.flashId);
  const wanted = PROTECTED & part.protectMask;
  if (wanted === 0) return;
  const { commands, clock, signal } = session;
  try {
    const before = await readStatusWord(session, part);
    const value = (before & ~part.protectMask) | wanted;
    await commands.writeStatus(SR1, part.statusBytes === 1 ? [value & 0xff] : [value & 0xff, value >> 8]);
    await sleep(clock, WRITE_MS, signal);
    const after = await readStatusWord(session, part);
    if ((after & part.protectMask) === wanted) return;
    note(session, 'warning', 'loader.protect-failed', { before: word(before, 4), after: word(after, 4) });
  } catch (error) {
    if (!isLinkError(error) && !(error instanceof KilnError && error.code === 'FLASH_NO_ANSWER')) throw error;
    note(session, 'warning', 'loader.protect-failed', { before: '-', after: '-' });
  }
}
