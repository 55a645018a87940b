import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { flashPart, type FlashId } from './flash-parts.js';
import { bytesOf, word } from './hex.js';
import { isLinkError } from './link-errors.js';
import { relink } from './retry.js';
import { note, type Session } from './session.js';
import { readStatusWord, writesBoth, writeStatusWord } from './status-word.js';

const TRIES = 10;
/** The table's way first; after this many tries the other width as well: tables disagree on it (protocol §8). */
const TRIES_BY_TABLE = 3;

/**
 * Class N: clears the protection bits and proves it; while one is set, erase and write do nothing and still
 * answer "ok" (protocol §0.8, §7.2).
 * @throws KilnError FLASH_UNPROTECT {before, after, flashId}, FLASH_NO_ANSWER, LINK_LOST
 */
async function unprotectN(session: Session, facts: BoardFacts, flashId: FlashId): Promise<void> {
  const part = flashPart(flashId);
  if (part.name === null) note(session, 'warning', 'loader.flash-unknown', { flashId: bytesOf(flashId) });
  const before = await readStatusWord(session, part);
  if ((before & part.protectMask) === 0) return;
  let after = before;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const otherWidth = attempt >= TRIES_BY_TABLE && attempt % 2 === 1;
    const both = writesBoth(facts, part) !== otherWidth;
    const wanted = (await readStatusWord(session, part)) & ~part.protectMask;
    after = await writeStatusWord(session, part, wanted, { both, during: 'unprotect' });
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
  if (facts.flashId) await unprotectN(session, facts, facts.flashId);
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
  try {
    const before = await readStatusWord(session, part, 'protect');
    const value = (before & ~part.protectMask) | wanted;
    const way = { both: writesBoth(facts, part), during: 'protect' } as const;
    const after = await writeStatusWord(session, part, value, way);
    if ((after & part.protectMask) === wanted) return;
    note(session, 'warning', 'loader.protect-failed', { before: word(before, 4), after: word(after, 4) });
  } catch (error) {
    if (!isLinkError(error) && !(error instanceof KilnError && error.code === 'FLASH_NO_ANSWER')) throw error;
    note(session, 'warning', 'loader.protect-failed', { before: '-', after: '-' });
  }
}
